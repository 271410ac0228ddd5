"""What people filled into a sheet, as decisions; every cell that cannot be is named."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from khabar.adjudication.decisions import ADD, NEITHER, OTHER, Decision, Decisions
from khabar.adjudication.merging import Merged
from khabar.adjudication.questions import Question, subjects
from khabar.adjudication.sheets import ANSWER, Row, read_rows, reasons
from khabar.adjudication.showing import Showing
from khabar.adjudication.strategies import REASON, decision_on
from khabar.adjudication.values import Writing
from khabar.problem import KhabarError

OPEN = "open"
_SHORT = {"o": OTHER, "n": NEITHER, "-": OPEN}


class BadCell(NamedTuple):
    """A cell of a sheet that cannot be: where it is, and what is allowed."""

    file: str
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        """As an editor can jump to it."""
        return f"{self.file}:{self.line}: {self.column}: {self.message}"


class Answers(NamedTuple):
    """What a sheet says.

    Attributes:
        decisions: all decisions on the article: those of the sheet, and those that were recorded
            before and that it leaves alone.
        bad: the cells that cannot be; of their rows nothing is in `decisions`.
    """

    decisions: tuple[Decision, ...]
    bad: tuple[BadCell, ...]


def read_answers(path: Path, merged: Merged, recorded: Decisions | None, by: str) -> Answers:
    """Read a filled sheet.

    An answer that says what is recorded already stays with who gave it.

    Args:
        path: the sheet.
        merged: the passes.
        recorded: what was decided before.
        by: the pseudonym of who filled it.

    Raises:
        KhabarError: if it cannot be read at all.
    """
    rows = read_rows(path, merged.annotators)
    before = {one.about: one for one in recorded.decisions} if recorded else {}
    reader = _Reader(path, merged, [*before, *(row.key for row in rows)], by)
    made = dict(before)
    for row in rows:
        reader.take(row, made)
    return Answers(tuple(made.values()), tuple(reader.bad))


class _Reader:
    def __init__(self, path: Path, merged: Merged, keys: Sequence[str], by: str) -> None:
        self._path = path
        self._merged = merged
        self._subjects = subjects(merged)
        self._showing = Showing(merged)
        self._by = by
        self._seen: set[str] = set()
        added = {key.split("/", 2)[2] for key in keys if _adds(key)}
        self._writing = Writing(merged.text, frozenset({one.id for one in merged.all()} | added))
        self.bad: list[BadCell] = []

    def take(self, row: Row, made: dict[str, Decision]) -> None:
        """Put the decision of a row among those that were made, if it has one."""
        if not any(row.answer[:4]):
            return
        before = len(self.bad)
        choice = self._choice(row)
        if choice == OPEN:
            made.pop(row.key, None)
            return
        found = self._decision(row, choice)
        if found is not None and len(self.bad) == before and not _same(found, made.get(row.key)):
            made[row.key] = found

    def _decision(self, row: Row, choice: str) -> Decision | None:
        asked = self._asked(row)
        reason = row.cells["reason"]
        if reason not in reasons():
            self._note(row, "reason", f"one of {', '.join(reasons())}")
        if row.key in self._seen:
            self._note(row, "key", f"{row.key} is answered twice")
        self._seen.add(row.key)
        if asked is None:
            return None
        try:
            value = self._value(row, asked, choice)
        except KhabarError as error:
            self._note(row, "value", error.message)
            return None
        return decision_on(
            asked,
            choice,
            reason=reason,
            by=self._by,
            value=value,
            section=tuple(row.cells["section"].replace(",", " ").split()),
            note=row.cells["note"] or None,
        )

    def _asked(self, row: Row) -> Question | None:
        """What a row is about; a fault is noted if there is no such thing, or it has changed."""
        if _adds(row.key):
            layer = row.key.split("/")[0]
            return Question(about=row.key, layer=layer, field=ADD, versions={})
        asked = self._subjects.get(row.key)
        if asked is None:
            self._note(row, "key", f"nothing in the passes is called {row.key}; write sheets again")
            return None
        then = row.versions(self._merged.annotators)
        now = tuple(self._showing.version(asked, who) for who in self._merged.annotators)
        if any(then) and then != now:
            changed = next(
                who for who, a, b in zip(self._merged.annotators, then, now, strict=True) if a != b
            )
            self._note(row, changed, "the pass says something else now; write sheets again")
            return None
        return asked

    def _value(self, row: Row, asked: Question, choice: str) -> object:
        cell = row.cells["value"]
        if choice != OTHER:
            if cell:
                raise KhabarError(f"a value stands with {OTHER} only")
            return None
        if _adds(row.key):
            return self._writing.added(asked.layer, row.key.split("/", 2)[2], cell)
        if not cell:
            raise KhabarError(f"{OTHER} needs a value")
        return self._writing.value(asked.layer, asked.field, cell, asked.place)

    def _choice(self, row: Row) -> str:
        said = row.cells["decision"]
        names = self._merged.annotators
        numbers = {str(number): name for number, name in enumerate(names, 1)}
        if _adds(row.key) and said in ("", "o", OTHER):
            return OTHER
        known: Mapping[str, str] = {
            **_SHORT,
            **numbers,
            **{one: one for one in (*names, OTHER, NEITHER, OPEN)},
        }
        if said not in known:
            allowed = f"one of {', '.join((*names, OTHER, NEITHER, OPEN))}"
            self._note(row, "decision", allowed if said else f"there is none; {allowed}")
        return known.get(said, said)

    def _note(self, row: Row, column: str, message: str) -> None:
        said = row.cells.get(column, "")
        what = f"{said!r}: " if said and column in ANSWER else ""
        self.bad.append(BadCell(str(self._path), row.line, column, f"{what}{message}"))


def _adds(key: str) -> bool:
    parts = key.split("/", 2)
    return len(parts) == 3 and parts[1] == ADD and bool(parts[2])


def _same(one: Decision, other: Decision | None) -> bool:
    """Whether two decisions say the same, whoever made them."""
    if other is None or other.reason == REASON:
        return False
    fields = ("decision", "value", "reason", "section", "note", "versions")
    return all(getattr(one, name) == getattr(other, name) for name in fields)
