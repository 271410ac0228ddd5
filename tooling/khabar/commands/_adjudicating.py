"""The work of ``khabar adjudicate``: article after article, and what is said of it."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import typer
from rich.console import Console

from khabar.adjudication import Decision, Decisions, Merged, Outcome, decide
from khabar.adjudication.answers import read_answers
from khabar.adjudication.files import Kept, Place, counts, frame, record, write_gold
from khabar.adjudication.sheets import SUFFIX
from khabar.adjudication.strategies import Strategy, settle_by
from khabar.commands._asking import Ask, Sitting
from khabar.diff import sentence
from khabar.model import Origin

_SHOWN = 5
_UNFINISHED = (
    "sheets with bad cells, left alone",
    "articles with open questions",
    "articles with faults",
    "articles kept",
)


class Rules(NamedTuple):
    """How a run goes.

    Attributes:
        strategy: the name of what settles what is open.
        choose: the strategy itself.
        origin: who adjudicates; without it nothing is written.
        partial: whether articles with something open are written.
        force: whether articles are replaced that nothing else could give back.
    """

    strategy: str
    choose: Strategy
    origin: Origin | None
    partial: bool
    force: bool


class Adjudicating:
    """Takes one article after the other, and says in the end what was done.

    Args:
        place: where decisions and gold are kept.
        rules: how it goes.
        ask: reads an answer from a terminal; nothing is asked without it.
    """

    def __init__(self, place: Place, rules: Rules, ask: Ask | None = None) -> None:
        self._place = place
        self._rules = rules
        self._by = rules.origin.name or "" if rules.origin else ""
        self._ask = ask
        self._counts: Counter[tuple[str, str, str]] = Counter()
        self._said: Counter[str] = Counter()

    def article(self, merged: Merged, sheets: Path | None) -> None:
        """Take what was decided, let the strategy settle the rest, and write what comes of it.

        Raises:
            KhabarError: if something cannot be read or written.
        """
        recorded = self._place.recorded(merged.id)
        before = recorded.decisions if recorded else ()
        made: tuple[Decision, ...] | None = before
        path = sheets / f"{merged.id}{SUFFIX}" if sheets else None
        if path is not None and path.exists():
            made = self._read(path, merged, recorded)
        if made is None:
            return
        made, _ = settle_by(merged, made, self._rules.choose, self._rules.strategy)
        if self._ask is not None:
            made = self._asked(merged, made, self._ask)
        there = frame(self._place.article(merged.id), merged)
        outcome = decide(merged, made, frame=there, origin=self._rules.origin)
        self._count(outcome)
        for about, message in outcome.faults:
            typer.echo(f"{merged.id}: {about}: {message}")
        if self._rules.origin is not None:
            if made or outcome.done:
                self._said["decisions written"] += record(self._place, merged, made)
            self._write(merged, outcome, before)

    def _read(
        self, path: Path, merged: Merged, recorded: Decisions | None
    ) -> tuple[Decision, ...] | None:
        """What a sheet decides; None if a cell of it cannot be, which is said."""
        answers = read_answers(path, merged, recorded, self._by)
        for bad in answers.bad:
            typer.echo(str(bad))
        self._said["sheets with bad cells, left alone"] += bool(answers.bad)
        return None if answers.bad else answers.decisions

    def _asked(self, merged: Merged, made: tuple[Decision, ...], ask: Ask) -> tuple[Decision, ...]:
        def save(decisions: tuple[Decision, ...]) -> None:
            record(self._place, merged, decisions)

        found, on = Sitting(merged, self._by, ask, Console(highlight=False), save).run(made)
        if not on:
            self._ask = None
        return found

    def _write(self, merged: Merged, outcome: Outcome, before: tuple[Decision, ...]) -> None:
        if outcome.faults or (outcome.open and not self._rules.partial):
            return
        written = write_gold(self._place, merged, outcome, before, force=self._rules.force)
        if isinstance(written, Kept):
            self._said["articles kept"] += 1
            for line in _kept(merged.id, written):
                typer.echo(line)
        else:
            self._said["gold written"] += written

    def _count(self, outcome: Outcome) -> None:
        self._said["articles with open questions"] += bool(outcome.open)
        self._said["articles with faults"] += bool(outcome.faults)
        for (layer, name), (settled, left) in counts(outcome).items():
            self._counts[layer, name, "settled"] += settled
            self._counts[layer, name, "open"] += left

    def finish(self) -> bool:
        """Say what was done, and whether nothing is open or wrong."""
        for line in self._table():
            typer.echo(line)
        for what, count in self._said.items():
            if count:
                typer.echo(f"{what}: {count}", err=True)
        return not any(self._said[one] for one in _UNFINISHED)

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
