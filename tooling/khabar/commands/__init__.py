"""The command line: one subcommand, one file; the only room that prints, prompts or exits.

A module of this room offers a function ``command``; its name is the subcommand's. A package, or a
module with an ``app``, is a group of subcommands. Errors of every room below arrive here and become
one line and exit status 2.
"""

import os
import sys
from typing import Annotated, Any, cast

import typer

from khabar import __version__
from khabar.commands._subcommands import Room
from khabar.problem import KhabarError


class _Khabar(Room):
    """Turns errors into one line, and a reader who has gone away into a quiet end."""

    room = __name__

    def invoke(self, ctx: object) -> object:
        try:
            return super().invoke(cast("Any", ctx))  # of a type that Typer keeps to itself
        except KhabarError as error:
            typer.echo(f"error: {error}", err=True)
            raise typer.Exit(2) from error
        except BrokenPipeError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(1) from error


app = typer.Typer(
    name="khabar",
    cls=_Khabar,
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


def run() -> None:
    """Run the command line; the entry point of the ``khabar`` script."""
    app()
