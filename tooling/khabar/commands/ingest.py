"""``khabar ingest``: crawled pages to raw articles, with an account of everything else."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from khabar.ingest import Defaults, Ingested, LeftOut, Outcome, Totals, ingest_each, parse_fields
from khabar.text.stored import CHANGES, NOTES, Change


class Form(StrEnum):
    """The forms of the report."""

    TEXT = "text"
    JSON = "json"


def command(
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE...", help="Pages (.txt, .html), JSONL, or -.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder of articles.")],
    fields: Annotated[
        str, typer.Option(help="Field names in JSONL: text=body,title=headline,url=link.")
    ] = "",
    publisher: Annotated[str | None, typer.Option(help="Where the page names none.")] = None,
    license_: Annotated[
        str | None, typer.Option("--license", help="SPDX id; it is never guessed.")
    ] = None,
    language: Annotated[str, typer.Option(help="BCP 47 tag, where the page has none.")] = "ar",
    form: Annotated[Form, typer.Option("--format", help="Form of the report.")] = Form.TEXT,
    limit: Annotated[
        int, typer.Option(help="Pages to report in full; the rest is summed up.")
    ] = 50,
) -> None:
    """Make articles of crawled pages and say what was left out and why.

    Exit status: 0 if all is in the folder now, 1 if an article was refused because another one
    has its id, 2 if a source could not be read. Nothing in the folder is ever overwritten.
    """
    defaults = Defaults(language=language, publisher=publisher, license=license_)
    totals = Totals()
    outcomes = _counted(
        ingest_each(sources, out, fields=parse_fields(fields), defaults=defaults), totals
    )
    show = _show_json if form is Form.JSON else _show_text
    show(outcomes, totals, limit)
    if totals.errors:
        raise typer.Exit(2)
    if totals.statuses["refused"]:
        raise typer.Exit(1)


def _counted(outcomes: Iterable[Outcome], totals: Totals) -> Iterator[Outcome]:
    for outcome in outcomes:
        totals.add(outcome)
        if outcome.error is not None:
            typer.echo(f"error: {outcome.error}", err=True)
        yield outcome


def _show_json(outcomes: Iterable[Outcome], totals: Totals, limit: int) -> None:
    """One JSON document, written as the pages go by."""
    opening = '{"pages": ['
    for number, outcome in enumerate(outcomes):
        if number < limit or outcome.error is not None:
            typer.echo(f"{opening}\n  {msgspec.json.encode(outcome).decode()}", nl=False)
            opening = ","
    start = "" if opening == "," else opening
    typer.echo(f'{start}\n], "totals": {msgspec.json.encode(totals).decode()}}}')


def _show_text(outcomes: Iterable[Outcome], totals: Totals, limit: int) -> None:
    shown, pages = 0, 0
    for outcome in outcomes:
        pages += bool(outcome.articles)
        if shown < limit or not outcome.articles or _refused(outcome):
            shown += bool(outcome.articles)
            for line in _lines(outcome):
                typer.echo(line)
    if pages > shown:
        typer.echo(f"({pages - shown} more pages; --limit N shows N in full)")
    statuses = ", ".join(f"{number} {status}" for status, number in totals.statuses.items())
    count = sum(totals.statuses.values())
    typer.echo(f"{count} articles" + (f": {statuses}" if statuses else "") + _rest(totals))


def _refused(outcome: Outcome) -> bool:
    return any(article.status == "refused" for article in outcome.articles)


def _rest(totals: Totals) -> str:
    left = sum(totals.left_out.values())
    parts = [f"{left} stretches left out"] if left else []
    parts += [f"{sum(totals.changes.values())} characters changed"] if totals.changes else []
    parts += [f"{totals.errors} errors"] if totals.errors else []
    return "".join(f"; {part}" for part in parts)


def _lines(outcome: Outcome) -> Iterator[str]:
    """The report on one page."""
    if outcome.articles or outcome.remarks:
        yield outcome.source
    for article in outcome.articles:
        yield from _article_lines(article)
    for one in outcome.left_out:
        yield f"  left out  {_place(one)}: {one.reason}, {one.characters} characters: {one.excerpt}"
    for change in outcome.changes:
        yield f"  changed   {_change(change, CHANGES)}"
    for remark in outcome.remarks:
        yield f"  note      {remark}"


def _article_lines(article: Ingested) -> Iterator[str]:
    size = f"{article.sentences} sentences, {article.characters} characters"
    what = ", an article embedded in the page" if article.embedded else ""
    yield f"  {article.status:9} {article.id}: {size}{what}"
    if article.reason:
        yield f"            {article.reason}"
    for name in ("title", "publisher", "author", "published"):
        if value := getattr(article, name):
            yield f"            {name}: {value}"
    if article.keywords:
        yield f"            keywords: {'، '.join(article.keywords)}"
    for change in article.changes:
        yield f"            changed: {_change(change, CHANGES)}"
    for note in article.notes:
        yield f"            kept: {_change(note, NOTES)}"
    for warning in article.warnings:
        yield f"            warning: {warning}"


def _change(change: Change, names: dict[str, str]) -> str:
    return f"{names[change.kind]}: {change.count}, first: {change.example}".replace("\n", " ")


def _place(one: LeftOut) -> str:
    return f"line {one.first}" if one.first == one.last else f"lines {one.first}-{one.last}"
