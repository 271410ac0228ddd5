"""Sheets: the questions on one article as a table that people fill in."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from khabar.adjudication.decisions import OTHER, REASONS, Decision, Decisions
from khabar.adjudication.deriving import Derived
from khabar.adjudication.merging import Merged
from khabar.adjudication.questions import Question, subjects
from khabar.adjudication.showing import Showing, line
from khabar.adjudication.strategies import REASON
from khabar.problem import KhabarError
from khabar.schema import labels
from khabar.store import write_bytes

SUFFIX = ".tsv"
_BEFORE = ("key", "layer", "field", "words")
ANSWER = ("decision", "value", "reason", "section", "note")
"""The columns that people fill."""

Answer = tuple[str, ...]
"""What stands in the columns that people fill."""

_HELP = """\
Fill the last five columns; lines that start with # are not read.
decision: an annotator's name or number (1 for the first column of versions), other, or neither (the
  field left out, the annotation dropped); open takes an answer back. Empty: not decided.
value: with other only. Words for spans (first and last words with … between them for a long one, a
  JSON list for several, words@OFFSET where they stand elsewhere), an id of the list below, a code,
  true or false; for presence an object of the fields to change, as {"type": "ORG"}.
section: sections of the guidelines, as M8, with blanks between several.
To add what no pass has, write a row: key mentions/add/m90 (behind add an id that is free), value
  the annotation: {"type": "PER", "spans": "سلمى", "entity": "e1"}; for a topic the key
  topics/add/CODE and no value.
To change what all agree on, write a row with its key; khabar adjudicate --all lists them.
"""


class Row(NamedTuple):
    """One line of a sheet.

    Attributes:
        line: its number in the file, from 1.
        cells: its cells by the names of the columns.
    """

    line: int
    cells: Mapping[str, str]

    @property
    def key(self) -> str:
        """The key of its question."""
        return self.cells["key"]

    @property
    def answer(self) -> Answer:
        """What was filled in."""
        return tuple(self.cells[name] for name in ANSWER)

    def versions(self, annotators: Iterable[str]) -> tuple[str, ...]:
        """What stands in the columns of annotators."""
        return tuple(self.cells[name] for name in annotators)


def sheet(
    merged: Merged,
    recorded: Decisions | None = None,
    filled: Sequence[Row] = (),
    *,
    suggested: Mapping[str, Answer] | None = None,
    all_: bool = False,
) -> str:
    """The sheet of an article.

    Args:
        merged: the passes.
        recorded: decisions that were made before; their answers are filled in.
        filled: rows of an older sheet, whose answers are kept. An answer between other versions
            than those of today moves to the note.
        suggested: answers that were given elsewhere, by key; they fill what is not recorded, and
            take the place of answers without a reason.
        all_: whether what annotators agree on is listed too.
    """
    known = subjects(merged)
    before = {one.about: _cells(one, known.get(one.about)) for one in _by_people(recorded)}
    fresh = {about: one for about, one in (suggested or {}).items() if about not in before}
    older = {
        one.key: one
        for one in filled
        if any(one.answer) and (one.cells["reason"] or one.key not in fresh)
    }
    wanted = {one.about for one in known.values() if all_ or one.differs}
    wanted |= {*older, *before, *fresh}
    page = io.StringIO()
    page.writelines(f"# {one}\n" for one in _head(merged))
    writer = csv.writer(page, dialect="excel-tab", lineterminator="\n")
    writer.writerow([*_BEFORE, *merged.annotators, *ANSWER])
    showing = Showing(merged)
    answers = before | fresh
    for about, one in known.items():
        if about in wanted:
            versions = tuple(showing.version(one, who) for who in merged.annotators)
            told = (about, one.layer, one.field, _words(one, showing))
            answer = _kept(older.get(about), merged, versions) or answers.get(about, _EMPTY)
            writer.writerow([*told, *versions, *answer])
    blank = [""] * len(merged.annotators)
    rest = answers | {one.key: one.answer for one in older.values()}
    for about, answer in rest.items():
        if about not in known:
            writer.writerow([about, about.split("/")[0], "", "", *blank, *answer])
    return page.getvalue()


_EMPTY = ("",) * len(ANSWER)


def _by_people(recorded: Decisions | None) -> Iterator[Decision]:
    for one in recorded.decisions if recorded else ():
        if one.reason != REASON:
            yield one


def suggestion(one: Derived, reason: str = "") -> Answer:
    """The answer of a decision that was made elsewhere, with a reason or to be given one."""
    return one.decision, _in_cell(one.decision, one.value), reason, "", one.note


def _in_cell(decision: str, value: object) -> str:
    return msgspec.json.encode(value).decode() if decision == OTHER else ""


def _cells(one: Decision, asked: Question | None) -> Answer:
    value = _in_cell(one.decision, one.value)
    answer = one.decision, value, one.reason, " ".join(one.section), one.note or ""
    return _put_aside(answer) if asked and asked.changed_since(one.versions) else answer


def _words(one: Question, showing: Showing) -> str:
    if one.layer == "entities":
        return showing.entities.get(one.id, "")
    return showing.context(one.place)


def _kept(row: Row | None, merged: Merged, versions: tuple[str, ...]) -> Answer | None:
    if row is None:
        return None
    then = row.versions(merged.annotators)
    if not any(then) or then == versions:
        return row.answer
    return _put_aside(row.answer)


def _put_aside(answer: Iterable[str]) -> Answer:
    """An answer between versions that are no more: it is kept for the eye alone."""
    said = "; ".join(filter(None, answer))
    return "", "", "", "", f"decided before the passes changed: {said}"


def _head(merged: Merged) -> Iterator[str]:
    yield f"article {merged.id}; passes of {', '.join(merged.annotators)}; the text is in any pass"
    yield from _HELP.splitlines()
    yield f"reason: {', '.join(reasons())}"
    showing = Showing(merged)
    for name, words in showing.entities.items():
        first = merged.items["entities"][name].first
        yield line(f"{name} {words} ({getattr(first, 'type', '')})")
    for name, words in showing.quotes.items():
        yield line(f"{name} {words[:60]}{'…' if len(words) > 60 else ''}")


def reasons() -> tuple[str, ...]:
    """The reasons that people give; strategies have one of their own."""
    return tuple(code for code in labels(REASONS) if code != REASON)


def read_rows(path: Path, annotators: Sequence[str]) -> list[Row]:
    """The rows of a sheet.

    Raises:
        KhabarError: if it cannot be read, or has not the columns of these annotators.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise KhabarError(f"{path}: cannot be read: {(error.strerror or '').lower()}") from error
    except UnicodeDecodeError as error:
        raise KhabarError(f"{path}: save the sheet as UTF-8; this is not") from error
    wanted = (*_BEFORE, *annotators, *ANSWER)
    names: list[str] = []
    found: list[Row] = []
    for number, raw in enumerate(text.split("\n"), 1):
        if not raw.strip() or raw.startswith("#"):
            continue
        cells = [one.strip() for one in next(csv.reader([raw.rstrip("\r")], dialect="excel-tab"))]
        if not names:
            names = cells
            if missing := [one for one in wanted if one not in names]:
                raise KhabarError(f"{path}:{number}: there is no column {', '.join(missing)}")
            continue
        if len(cells) > len(names):
            raise KhabarError(
                f"{path}:{number}: {len(cells)} cells in {len(names)} columns; is a tab in one?"
            )
        cells += [""] * (len(names) - len(cells))
        found.append(Row(number, dict(zip(names, cells, strict=True))))
    if not names:
        raise KhabarError(f"{path}: the sheet has no columns")
    return found


def write_sheet(
    path: Path,
    merged: Merged,
    recorded: Decisions | None = None,
    *,
    suggested: Mapping[str, Answer] | None = None,
    all_: bool = False,
) -> bool:
    """Write the sheet of an article; the answers of one that is there stay. See `sheet`.

    Returns:
        Whether anything changed.

    Raises:
        KhabarError: if a sheet is there that cannot be read, or it cannot be written.
    """
    filled = read_rows(path, merged.annotators) if path.exists() else []
    page = sheet(merged, recorded, filled, suggested=suggested, all_=all_)
    return write_bytes(path, page.encode())
