"""The command line: one subcommand, one file; the only room that prints, prompts or exits.

A module of this room offers a function ``command`` or a group of commands ``app``; its name is the
subcommand's. Errors of every room below arrive here and become one line and exit status 2.
"""

import functools
import importlib
import os
import pkgutil
import sys
from collections.abc import Callable
from typing import Annotated, ParamSpec, TypeVar

import typer

from khabar import __version__
from khabar.problem import KhabarError

app = typer.Typer(
    name="khabar",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"khabar {__version__}")
        raise typer.Exit


@app.callback()
def khabar(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Say the version."),
    ] = False,
) -> None:
    """Keep a labelled corpus of Arabic news right, from Label Studio through git to the hub."""


_P = ParamSpec("_P")
_R = TypeVar("_R")


def _guarded(command: Callable[_P, _R]) -> Callable[_P, _R]:
    """Turn errors into one line, and a reader who has gone away into a quiet end."""

    @functools.wraps(command)
    def guarded(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        try:
            return command(*args, **kwargs)
        except KhabarError as error:
            typer.echo(f"error: {error}", err=True)
            raise typer.Exit(2) from error
        except BrokenPipeError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(1) from error

    return guarded


def _register() -> None:
    for module in pkgutil.iter_modules(__path__):
        if module.name.startswith("_"):
            continue
        loaded = importlib.import_module(f"{__name__}.{module.name}")
        if not hasattr(loaded, "app"):
            app.command(module.name)(_guarded(loaded.command))
            continue
        for one in loaded.app.registered_commands:
            one.callback = _guarded(one.callback)
        app.add_typer(loaded.app, name=module.name)


_register()


def run() -> None:
    """Run the command line; the entry point of the ``khabar`` script."""
    app()
