"""``khabar stats``: what a corpus holds."""

import io
import sys
from enum import Enum
from pathlib import Path
from typing import Annotated, cast, get_args

import typer

from khabar.problem import KhabarError
from khabar.reading.statistics import By, pin, stats
from khabar.reports.census import FORMS
from khabar.store import write_bytes

Form = Enum("Form", {name: name for name in FORMS}, type=str)  # type: ignore[misc]
Group = Enum("Group", {name: name for name in get_args(By)}, type=str)  # type: ignore[misc]

_SOURCES = (
    "Files, folders, JSONL, Parquet or -; folders of `khabar hub build`; or OWNER/NAME@TAG, a "
    "release on the hub."
)


def command(
    sources: Annotated[list[str], typer.Argument(metavar="CORPUS...", help=_SOURCES)],
    by: Annotated[
        Group | None, typer.Option("--by", help="Count each group of articles by itself as well.")
    ] = None,
    output_format: Annotated[
        Form, typer.Option("--output-format", help="The form of the report; json has everything.")
    ] = Form["text"],
    output_file: Annotated[
        Path | None,
        typer.Option("--output-file", "-o", help="A file, not standard output."),
    ] = None,
    most: Annotated[
        int,
        typer.Option(min=1, help="Rows of tables of topics and names, and groups shown."),
    ] = 10,
    pin_: Annotated[
        bool,
        typer.Option("--pin", help="Write the census into CORPUS/metadata.json, and nothing else."),
    ] = False,
) -> None:
    """Count what a corpus holds: labels, topics, sources, lengths, nesting, quotes and speakers.

    Of a corpus the articles count, not the passes. Words are what blanks divide, characters are
    code points. A census that is pinned is what `khabar check` (KH630) compares the articles with.
    """
    if pin_:
        if by is not None or output_file is not None:
            raise KhabarError("--pin writes metadata.json alone; not with --by or --output-file")
        _pin(sources)
        return
    found = stats(*sources, by=cast("By | None", by.value if by else None))
    for remark, times in found.remarks.items():
        typer.echo(f"{remark} ({times} times)" if times > 1 else remark, err=True)
    write = FORMS[output_format.value]
    if output_file is None:
        write(found, sys.stdout, most)
        return
    page = io.StringIO()
    write(found, page, most)
    write_bytes(output_file, page.getvalue().encode())


def _pin(sources: list[str]) -> None:
    if len(sources) != 1:
        raise KhabarError("--pin writes the census of one corpus; name its folder alone")
    for one in pin(sources[0]):
        what = f"{one.subject} {one.label}".rstrip()
        typer.echo(f"{what}: was {one.said}, is {one.found}")
    typer.echo(f"{Path(sources[0]) / 'metadata.json'} has the census of the articles", err=True)
