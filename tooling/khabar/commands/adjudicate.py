"""``khabar adjudicate``: from independent passes to gold, each decision with its reason."""

from collections import Counter
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from khabar.adjudication import Decision, Merged, Outcome, decide
from khabar.adjudication.answers import read_answers
from khabar.adjudication.files import (
    Kept,
    Place,
    counts,
    differences,
    frame,
    of_several,
    record,
    write_gold,
)
from khabar.adjudication.sheets import SUFFIX, write_sheet
from khabar.adjudication.strategies import settle
from khabar.agreement import Passes, read_passes
from khabar.diff import sentence
from khabar.model import Origin
from khabar.problem import KhabarError

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
    decisions: Annotated[Path, typer.Option(help="Where decisions are kept.")] = Path(
        "corpus/adjudication"
    ),
    out: Annotated[Path, typer.Option(help="Where the gold goes.")] = Path("corpus/articles"),
    strategy: Annotated[
        str,
        typer.Option(help="What settles what is open: agree, majority, or order:NAME,NAME."),
    ] = "agree",
    article: Annotated[
        list[str] | None, typer.Option(help="Only this article; repeat for more.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Sheets list what is agreed, too.")] = False,
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
    give. Else the questions are counted.
    """
    found = _only(read_passes(passes), article)
    place = Place(decisions, out)
    if check:
        _check(found, place)
        return
    if sheets is not None:
        _write_sheets(found, place, sheets, all_=all_)
        return
    origin = Origin(kind=origin_kind.value, name=by) if by else None
    if read is not None and origin is None:
        raise KhabarError("--read needs --by: whose answers are they?")
    work = _Work(place, strategy, origin, partial=partial, force=force)
    for _, merged in of_several(found):
        work.article(merged, read)
    work.finish()


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


def _check(passes: Passes, place: Place) -> None:
    wrong = False
    for name, message in differences(passes, place):
        typer.echo(f"{name}: {message}")
        wrong = True
    if wrong:
        raise typer.Exit(1)


def _write_sheets(passes: Passes, place: Place, folder: Path, *, all_: bool) -> None:
    written = total = 0
    for name, merged in of_several(passes):
        total += 1
        recorded = place.recorded(name)
        written += write_sheet(folder / f"{name}{SUFFIX}", merged, recorded, all_=all_)
    typer.echo(f"{written} of {total} sheets written to {folder}", err=True)


class _Work:
    """What is done with one article after the other, and what is said of it in the end."""

    def __init__(
        self, place: Place, strategy: str, origin: Origin | None, *, partial: bool, force: bool
    ) -> None:
        self._place = place
        self._strategy = strategy
        self._origin = origin
        self._by = origin.name or "" if origin else ""
        self._partial = partial
        self._force = force
        self._counts: Counter[tuple[str, str, str]] = Counter()
        self._said: Counter[str] = Counter()

    def article(self, merged: Merged, sheets: Path | None) -> None:
        """Read what was decided, let the strategy settle the rest, and write what comes of it."""
        recorded = self._place.recorded(merged.id)
        before = recorded.decisions if recorded else ()
        made: tuple[Decision, ...] = before
        path = sheets / f"{merged.id}{SUFFIX}" if sheets else None
        if path is not None and path.exists():
            answers = read_answers(path, merged, recorded, self._by)
            for bad in answers.bad:
                typer.echo(str(bad))
            if answers.bad:
                self._said["bad sheets"] += 1
                return
            made = answers.decisions
        made, _ = settle(merged, made, self._strategy)
        there = frame(self._place.article(merged.id), merged)
        outcome = decide(merged, made, frame=there, origin=self._origin)
        self._count(outcome)
        for about, message in outcome.faults:
            typer.echo(f"{merged.id}: {about}: {message}")
        self._said["articles with faults"] += bool(outcome.faults)
        if self._origin is not None:
            self._said["decisions written"] += record(self._place, merged, made)
            self._write(merged, outcome, before)

    def _write(self, merged: Merged, outcome: Outcome, before: tuple[Decision, ...]) -> None:
        if outcome.faults or (outcome.open and not self._partial):
            return
        written = write_gold(self._place, merged, outcome, before, force=self._force)
        if isinstance(written, Kept):
            self._said["articles kept"] += 1
            for line in _kept(merged.id, written):
                typer.echo(line)
        else:
            self._said["gold written"] += written

    def _count(self, outcome: Outcome) -> None:
        self._said["articles with open questions"] += bool(outcome.open)
        for (layer, name), (settled, left) in counts(outcome).items():
            self._counts[layer, name, "settled"] += settled
            self._counts[layer, name, "open"] += left

    def finish(self) -> None:
        """Say what was done.

        Raises:
            Exit: with 1 if anything is open or wrong.
        """
        for line in self._table():
            typer.echo(line)
        for what, count in self._said.items():
            if count:
                typer.echo(f"{what}: {count}", err=True)
        wrong = ("bad sheets", "articles with faults", "articles kept")
        if any(self._said[one] for one in (*wrong, "articles with open questions")):
            raise typer.Exit(1)

    def _table(self) -> Iterator[str]:
        yield f"{'':<24}{'settled':>10}{'open':>10}"
        for layer, name in dict.fromkeys((layer, name) for layer, name, _ in self._counts):
            row = (self._counts[layer, name, one] for one in ("settled", "open"))
            yield f"{layer + ' ' + name:<24}" + "".join(f"{count:>10}" for count in row)


def _kept(name: str, kept: Kept) -> Iterator[str]:
    count = len(kept.changes)
    yield (
        f"{name}: the {kept.article.status} article is kept: no pass and no decision gives it back;"
        f" --force replaces it, with {count} changes:"
    )
    yield from (f"  {sentence(one)}" for one in kept.changes[:_SHOWN])
    if count > _SHOWN:
        yield f"  and {count - _SHOWN} more"
