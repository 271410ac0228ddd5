"""``khabar agree``: how far annotators agree, and where they do not."""

import io
import sys
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from khabar.agreement import RESAMPLES, agree, only, pin, pinned, read_passes
from khabar.reports.agreement import FORMS
from khabar.store import write_bytes

Form = Enum("Form", {name: name for name in FORMS}, type=str)  # type: ignore[misc]


def command(
    passes: Annotated[
        list[Path],
        typer.Argument(help="A folder of articles for each annotator, or one that holds them all."),
    ],
    output_format: Annotated[
        Form, typer.Option("--output-format", help="The form of the report.")
    ] = Form["text"],
    output_file: Annotated[
        Path | None,
        typer.Option("--output-file", "-o", help="A file, not standard output."),
    ] = None,
    resamples: Annotated[
        int,
        typer.Option(min=0, help="How often articles are drawn anew for intervals."),
    ] = RESAMPLES,
    articles: Annotated[
        str | None,
        typer.Option("--articles", help="Only these: ids with commas, or a file with one a line."),
    ] = None,
    pin_to: Annotated[
        Path | None,
        typer.Option("--pin", help="Keep the figures over everything in this file, for the card."),
    ] = None,
    name: Annotated[
        str, typer.Option("--name", help="With --pin: what is compared, in a few words.")
    ] = "all articles",
) -> None:
    """Compare annotators on the same articles, layer by layer.

    Spans by F1 and Krippendorff's α, quotes by agr and their parts, speakers, chains, links,
    stance, topics and coreference, with 95 % intervals over articles. JSON and HTML add the figures
    by pair, annotator, label and article, and every disagreement with its place. What is undefined
    is called that.
    """
    given = read_passes(passes)
    if articles is not None:
        given = only(given, _listed(articles))
    found = agree(given, resamples=resamples)
    if pin_to is not None:
        pin(pin_to, pinned(found, name))
    write = FORMS[output_format.value]
    if output_file is None:
        write(found, sys.stdout)
        return
    page = io.StringIO()
    write(found, page)
    write_bytes(output_file, page.getvalue().encode())


def _listed(articles: str) -> list[str]:
    path = Path(articles)
    if path.is_file():
        return path.read_text(encoding="utf-8").split()
    return [one.strip() for one in articles.split(",") if one.strip()]
