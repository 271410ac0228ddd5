"""``khabar diff``: what changed, in terms of annotations."""

from enum import StrEnum
from typing import Annotated

import msgspec
import typer

from khabar.diff import lines, markdown
from khabar.hub import diff

_SOURCE = (
    "The older file, folder or JSONL file; a folder of `khabar hub build`; or OWNER/NAME@TAG, a "
    "release on the hub."
)


class Output(StrEnum):
    """How differences are shown."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def command(
    before: Annotated[str, typer.Argument(help=_SOURCE)],
    after: Annotated[str, typer.Argument(help="The newer one, likewise.")],
    output: Annotated[
        Output, typer.Option("--output-format", help="How to show it.")
    ] = Output.TEXT,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit 1 if anything changed.")
    ] = False,
) -> None:
    """Show what changed between two sets of articles in terms of annotations.

    Added, removed, moved, relabelled, linked elsewhere; matched by id, then by place and type.
    """
    found = list(diff(before, after))
    if output is Output.JSON:
        typer.echo(msgspec.json.format(msgspec.json.encode(found)).decode())
    else:
        for one in (markdown if output is Output.MARKDOWN else lines)(found):
            typer.echo(one)
        if not found:
            typer.echo("nothing changed", err=True)
    if exit_code and found:
        raise typer.Exit(1)
