"""Exceptions: findings that people have agreed to live with, and how they are kept.

``known.tsv`` of a corpus says which and why, and is read by itself; a baseline is a file of
fingerprints that a tool wrote, to begin with an old corpus as it is. Both say which of their
entries no longer match anything.
"""

import csv
import io
import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple, Protocol, runtime_checkable

from khabar.model import Article
from khabar.problem import Finding, KhabarError
from khabar.rules._corpus import corpus_of
from khabar.rules._rule import Hit, rules
from khabar.store import Document, point, write_bytes

FILE = "known.tsv"
COLUMNS = ("article", "code", "id", "reason", "who")
ARTICLE = "-"
"""What stands for the id in an entry about the article itself, not one of its annotations."""

_BASELINE = ("fingerprint", "code", "file", "article")


class Exempt(NamedTuple):
    """A line of ``known.tsv``.

    Attributes:
        line: its number, from 1.
        article: id of the article.
        code: code of the rule.
        id: id of the annotation, fingerprint of the finding, or ``-``.
        reason: why it is right as it is.
        who: who agreed.
    """

    line: int
    article: str
    code: str
    id: str
    reason: str
    who: str


class Exceptions:
    """The known exceptions of the corpora whose articles are checked, and which were of use."""

    def __init__(self) -> None:
        self._used: dict[Path, set[int]] = {}
        self._of: dict[Path, dict[tuple[str, str], list[Exempt]]] = {}

    def excuse(self, finding: Finding, article: Article | None) -> bool:
        """Whether a finding is a known exception of its corpus.

        Raises:
            KhabarError: if the corpus's list cannot be read.
        """
        root = corpus_of(finding.place.file) if finding.place else None
        if root is None:
            return False
        entries = self._entries(root).get((finding.article or "", finding.code))
        if not entries:
            return False
        keys = (finding.fingerprint, _annotation(finding.pointer, article))
        matching = [one for one in entries if one.id in keys]
        self._used.setdefault(root, set()).update(one.line for one in matching)
        return bool(matching)

    def unused(self, root: Path) -> Iterator[Exempt]:
        """Yield the exceptions of a corpus that have matched nothing so far."""
        used = self._used.get(root, set())
        for entries in self._entries(root).values():
            yield from (one for one in entries if one.line not in used)

    def _entries(self, root: Path) -> dict[tuple[str, str], list[Exempt]]:
        if root not in self._of:
            found: dict[tuple[str, str], list[Exempt]] = {}
            for one in exceptions(root / FILE):
                found.setdefault((one.article, one.code), []).append(one)
            self._of[root] = found
        return self._of[root]


@runtime_checkable
class Auditing(Protocol):
    """A watch that judges the known exceptions, once all other rules have spoken."""

    def audit(self, known: Exceptions, codes: frozenset[str]) -> Iterator[tuple[Document, Hit]]:
        """Yield faults of the exceptions, given the codes of the rules that were asked."""


def exceptions(file: Path) -> Iterator[Exempt]:
    """Yield the exceptions in a file; none if there is no such file.

    Raises:
        KhabarError: with the place, if a line has other columns or names no rule.
    """
    if file.is_file():
        for number, values in _rows(file, COLUMNS):
            if values[1] not in rules():
                place = point(str(file), number, 1)
                raise KhabarError(f"no rule has the code {values[1]!r}", place=place)
            yield Exempt(number, *values)


def _annotation(pointer: str, article: Article | None) -> str:
    """The id of the annotation that a pointer leads into."""
    steps = pointer.split("/")[1:3]
    if article is None or len(steps) < 2 or not steps[1].isdigit():
        return ARTICLE
    one = getattr(article, steps[0], ())[int(steps[1])]
    return str(getattr(one, "id", ARTICLE))


class Baseline:
    """The findings of a file that are left out because they were there before.

    Raises:
        KhabarError: if the file cannot be read.
    """

    def __init__(self, file: Path) -> None:
        if not file.is_file():
            raise KhabarError(f"{file}: there is no such baseline; --write-baseline makes one")
        self._file = file
        self._entries = {values[0]: (number, values) for number, values in _rows(file, _BASELINE)}
        self._used: set[str] = set()

    def excuse(self, finding: Finding) -> bool:
        """Whether a finding stands in the baseline."""
        known = finding.fingerprint in self._entries
        if known:
            self._used.add(finding.fingerprint)
        return known

    def unused(self, paths: Iterable[str], codes: Iterable[str]) -> Iterator[str]:
        """Yield a sentence for each entry about what was checked that matched nothing."""
        checked, codes = [Path(one).resolve() for one in paths], set(codes)
        for name, (number, (_, code, file, article)) in self._entries.items():
            stood = (self._file.parent / file).resolve()
            within = any(one == stood or one in stood.parents for one in checked)
            if name not in self._used and within and code in codes:
                yield f"{self._file}:{number}: matches nothing: {code} in {article or file}"


def write_baseline(file: Path, findings: Iterable[Finding]) -> int:
    """Write findings as a baseline.

    Returns:
        How many there are.

    Raises:
        KhabarError: if the file cannot be written.
    """
    rows = sorted({_row(one, file.parent) for one in findings}, key=lambda row: row[2:0:-1] + row)
    stream = io.StringIO()
    writer = csv.writer(stream, "excel-tab", lineterminator="\n")
    writer.writerows([_BASELINE, *rows])
    write_bytes(file, stream.getvalue().encode())
    return len(rows)


def _row(finding: Finding, folder: Path) -> tuple[str, ...]:
    file = finding.place.file if finding.place else ""
    named = os.path.relpath(_resolved(file), _resolved(str(folder)))
    return finding.fingerprint, finding.code, Path(named).as_posix(), finding.article or ""


@cache
def _resolved(file: str) -> Path:
    return Path(file).resolve()


def _rows(file: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    """The lines of a table with their numbers, but for comments, blank lines and the header."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise KhabarError(f"{file}: cannot be read: {error}") from error
    for number, line in enumerate(text.split("\n"), 1):
        values = [one.strip() for one in line.split("\t")]
        if not line.strip() or line.startswith("#") or tuple(values) == columns:
            continue
        if len(values) != len(columns) or not all(values[:3]):
            message = f"a line has {len(columns)} columns: {', '.join(columns)}, with tabs between"
            raise KhabarError(message, place=point(str(file), number, 1))
        yield number, values
