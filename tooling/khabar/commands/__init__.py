"""The command line: one subcommand, one file; the only room that prints, prompts or exits.

A module of this room offers a function ``command``; its name is the subcommand's. A package, or a
module with an ``app``, is a group of subcommands. Errors of every room below arrive here and become
one line and exit status 2.
"""

import functools
import importlib
import os
import pkgutil
import sys
from collections.abc import Callable
from types import ModuleType
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


def _register(group: typer.Typer, room: ModuleType) -> None:
    """Walk a room: a module is a subcommand, a package a group of them."""
    for found in pkgutil.iter_modules(room.__path__):
        if found.name.startswith("_"):
            continue
        loaded = importlib.import_module(f"{room.__name__}.{found.name}")
        if found.ispkg:
            inner = typer.Typer(no_args_is_help=True, help=loaded.__doc__)
            inner.callback()(lambda: None)
            _register(inner, loaded)
            group.add_typer(inner, name=found.name)
        elif hasattr(loaded, "app"):
            for one in loaded.app.registered_commands:
                one.callback = _guarded(one.callback)
            group.add_typer(loaded.app, name=found.name)
        else:
            group.command(found.name)(_guarded(loaded.command))


_register(app, sys.modules[__name__])


def run() -> None:
    """Run the command line; the entry point of the ``khabar`` script."""
    app()
