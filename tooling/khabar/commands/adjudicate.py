"""``khabar adjudicate``: from independent passes to gold, each decision with its reason."""

import sys
from collections import Counter
from collections.abc import Collection
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from khabar.adjudication.edits import write_edits
from khabar.adjudication.files import Place, differences, of_several
from khabar.adjudication.sheets import SUFFIX, write_sheet
from khabar.adjudication.strategies import strategy as find_strategy
from khabar.agreement import Passes, read_passes
from khabar.commands._adjudicating import Adjudicating, Rules
from khabar.model import Origin
from khabar.problem import KhabarError
from khabar.store import is_corpus

_SHOWN = 5

Kind = Enum("Kind", {name: name for name in ("human", "model")}, type=str)  # type: ignore[misc]


def command(
    passes: Annotated[
        list[Path],
        typer.Argument(help="A folder of articles for each annotator, or one that holds them all."),
    ],
    sheets: Annotated[
        Path | None, typer.Option(help="Write a sheet for each article into this folder.")
    ] = None,
    read: Annotated[Path | None, typer.Option(help="Read filled sheets of this folder.")] = None,
    by: Annotated[str | None, typer.Option(help="Pseudonym of who adjudicates.")] = None,
    origin_kind: Annotated[Kind, typer.Option(help="What adjudicates: a human or a model.")] = Kind[
        "human"
    ],
    origin_version: Annotated[
        str | None, typer.Option(help="The version of the model that adjudicates.")
    ] = None,
    decisions: Annotated[
        Path | None,
        typer.Option(help="Where decisions are kept; else in the corpus of the passes."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Where the gold goes; else to the articles of that corpus.")
    ] = None,
    strategy: Annotated[
        str,
        typer.Option(help="What settles what is open: agree, majority, or order:NAME,NAME."),
    ] = "agree",
    article: Annotated[
        list[str] | None, typer.Option(help="Only this article; repeat for more.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Sheets list what is agreed, too.")] = False,
    edited: Annotated[
        bool,
        typer.Option("--edited", help="Sheets of what was changed in the gold by hand, no others."),
    ] = False,
    partial: Annotated[
        bool, typer.Option(help="Write what is settled of articles with something open.")
    ] = False,
    force: Annotated[
        bool, typer.Option(help="Replace articles that nothing else could give back.")
    ] = False,
    check: Annotated[
        bool, typer.Option(help="Compare the gold with what passes and decisions give.")
    ] = False,
) -> None:
    """Settle in what annotators differ, and write the gold.

    --sheets writes a table of the questions on each article. --read takes the filled ones, records
    the decisions and writes the gold. --check compares the gold with what passes and decisions
    give. Else, in a terminal and with --by, the questions are asked one by one and each answer is
    saved; elsewhere they are counted. Exit status 1 says that something is open or wrong.
    """
    found = _only(read_passes(passes), article)
    corpus = _corpus(passes)
    place = Place(decisions or corpus / "adjudication", out or corpus / "articles")
    if check:
        _check(found, place, article)
        return
    _say_alone(found)
    if edited and sheets is None:
        raise KhabarError("--edited needs --sheets: where do the sheets go?")
    if edited and sheets is not None:
        typer.echo(f"{write_edits(found, place, sheets)} sheets written to {sheets}", err=True)
        return
    if sheets is not None:
        _write_sheets(found, place, sheets, all_=all_)
        return
    origin = Origin(kind=origin_kind.value, name=by, version=origin_version) if by else None
    if read is not None and origin is None:
        raise KhabarError("--read needs --by: whose answers are they?")
    rules = Rules(strategy, find_strategy(strategy, found), origin, partial, force)
    ask = origin is not None and read is None and sys.stdin.isatty() and sys.stdout.isatty()
    work = Adjudicating(place, rules, input if ask else None)
    merged = dict(of_several(found))
    if read is not None:
        _refuse_strays(read, merged)
    for one in merged.values():
        work.article(one, read)
    if not work.finish():
        raise typer.Exit(1)


def _corpus(passes: list[Path]) -> Path:
    """The corpus that the passes lie in, or are; else ``corpus``."""
    first = passes[0].resolve()
    found = (one for one in (first, *first.parents) if is_corpus(one))
    return next(found, Path("corpus"))


def _only(passes: Passes, wanted: list[str] | None) -> Passes:
    """Passes on some articles.

    Raises:
        KhabarError: if nobody has one of them.
    """
    if not wanted:
        return passes
    for name in wanted:
        if not any(name in articles for articles in passes.values()):
            raise KhabarError(f"there is no pass on {name}")
    return {
        who: {name: one for name, one in articles.items() if name in wanted}
        for who, articles in passes.items()
    }


def _refuse_strays(folder: Path, articles: Collection[str]) -> None:
    """See that every sheet is of an article.

    Raises:
        KhabarError: naming the first that is not, or the folder, if there is no sheet in it.
    """
    found = sorted(folder.glob(f"*{SUFFIX}"))
    if not found:
        raise KhabarError(f"{folder}: there are no sheets (*{SUFFIX}) in this folder")
    for path in found:
        if path.stem not in articles:
            raise KhabarError(f"{path}: there are no two passes on {path.stem}")


def _say_alone(passes: Passes) -> None:
    """Name the articles that only one annotator has: there is nothing to decide in them."""
    counts = Counter(name for articles in passes.values() for name in articles)
    alone = sorted(name for name, count in counts.items() if count == 1)
    if alone:
        more = f" and {len(alone) - _SHOWN} more" if len(alone) > _SHOWN else ""
        typer.echo(f"only one pass on {', '.join(alone[:_SHOWN])}{more}", err=True)


def _check(passes: Passes, place: Place, wanted: list[str] | None) -> None:
    found = [one for one in differences(passes, place) if not wanted or one.about in wanted]
    for name, message in found:
        typer.echo(f"{name}: {message}")
    if found:
        raise typer.Exit(1)


def _write_sheets(passes: Passes, place: Place, folder: Path, *, all_: bool) -> None:
    written = total = 0
    for name, merged in of_several(passes):
        total += 1
        recorded = place.recorded(name)
        written += write_sheet(folder / f"{name}{SUFFIX}", merged, recorded, all_=all_)
    typer.echo(f"{written} of {total} sheets written to {folder}", err=True)
