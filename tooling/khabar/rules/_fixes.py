"""Applying the repairs that rules offer: step by step, each looked at again.

A step makes the edits of one rule. It stands only if its findings become fewer and no error comes
that was not there before; otherwise it is undone, and said. What has nothing to repair keeps its
bytes.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from khabar.diff import Change, changes
from khabar.problem import Finding, KhabarError
from khabar.rules._edits import Edits, written
from khabar.rules._rule import chosen, rules
from khabar.rules._run import Checker
from khabar.schema import decode
from khabar.store import (
    LINE_SUFFIXES,
    STDIN,
    Document,
    article_files,
    documents,
    replacing,
    unwritable,
)

_BOM = b"\xef\xbb\xbf"
_WRITE_BITS = 0o222


class Fixed(Struct, frozen=True, kw_only=True):
    """What became of one document.

    Attributes:
        before: the document as it was.
        data: its bytes afterwards.
        counts: how many findings went away, by code.
        refused: why offered repairs were not made, a sentence each.
    """

    before: Document
    data: bytes
    counts: Counter[str]
    refused: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether a repair was made."""
        return self.data != self.before.data

    def changes(self) -> list[Change]:
        """What the repairs changed in terms of annotations; nothing if it was no article."""
        old, new = (decode(one.removeprefix(_BOM)) for one in (self.before.data, self.data))
        return changes(old, new) if old is not None and new is not None else []


_Offers = list[tuple[Finding, Edits | None]]


class Fixer:
    """Repairs documents, as far as rules offer it.

    Args:
        select: codes, beginnings of codes, or names of the rules whose repairs are made; all
            when empty.
        ignore: the same, left out.
        unsafe: whether repairs that need a human's look are made as well.
        excused: which findings are left alone.

    Raises:
        KhabarError: if a word names no rule.
    """

    def __init__(
        self,
        *,
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
        unsafe: bool = False,
        excused: Callable[[Finding], bool] = lambda _: False,
    ) -> None:
        self._wanted = {one.code for one in chosen(select, ignore) if one.fix != "none"}
        self._checker = Checker(select=[one.code for one in rules().values() if _alone(one.scope)])
        self._unsafe = unsafe
        self._excused = excused

    def document(self, document: Document) -> Fixed:
        """Repair one document."""
        before = now = document
        first = offers = self._checker.offers(document)
        refused: dict[str, str] = {}
        while step := self._next(offers, refused):
            code, edits = step
            after, later = self._after(now, edits)
            reason = _objection(code, offers, later)
            if later is None or reason:
                refused[code] = f"{code} {rules()[code].name} is left as it is: {reason}"
            else:
                now, offers = after, later
        counts = Counter(self._codes(first))
        counts.subtract(self._codes(offers))
        return Fixed(before=before, data=now.data, counts=+counts, refused=tuple(refused.values()))

    def _after(self, now: Document, edits: Edits) -> tuple[Document, _Offers | None]:
        """The document after edits and what is offered then; None if it is no article any more."""
        data = written(now, edits)
        if data is None:
            return now, None
        after = Document(now.file, now.line, data, now.in_lines)
        return after, self._checker.offers(after)

    def _next(self, offers: _Offers, refused: dict[str, str]) -> tuple[str, Edits] | None:
        """The first rule that offers something, with all its edits."""
        taken = [pair for pair in offers if self._takes(pair[0]) and pair[0].code not in refused]
        if not taken:
            return None
        code = taken[0][0].code
        groups = {id(edits): edits for one, edits in taken if one.code == code and edits}
        return code, tuple(edit for edits in groups.values() for edit in edits)

    def _takes(self, one: Finding) -> bool:
        if one.fix is None or one.code not in self._wanted or self._excused(one):
            return False
        return one.fix.safe or self._unsafe

    def _codes(self, offers: _Offers) -> list[str]:
        return [one.code for one, _ in offers if one.code in self._wanted]

    def file(self, path: Path) -> Iterator[Fixed]:
        """Yield what would become of the documents of a file that have something to repair.

        Raises:
            KhabarError: if the file cannot be read.
        """
        for document in documents(path):
            fixed = self.document(document)
            if fixed.changed or fixed.refused:
                yield fixed

    def write(self, path: Path) -> Iterator[Fixed]:
        """As `file`, and write the file if anything changes; all of it or nothing.

        Raises:
            KhabarError: if the file cannot be read or written.
        """
        if not any(one.changed for one in self.file(path)):
            yield from self.file(path)
            return
        target = path.resolve()
        try:
            if not target.stat().st_mode & _WRITE_BITS:
                raise PermissionError(0, "it is read-only")
            with target.open("rb") as old, replacing(target) as new:
                for raw, fixed in self._pieces(path, old):
                    new.write(raw)
                    if fixed and (fixed.changed or fixed.refused):
                        yield fixed
        except OSError as error:
            raise unwritable(path, error) from error

    def _pieces(self, path: Path, old: Iterable[bytes]) -> Iterator[tuple[bytes, Fixed | None]]:
        """The parts of a file as they will be, line ends and blank lines as they were."""
        if path.suffix not in LINE_SUFFIXES:
            fixed = self.document(Document(str(path), 1, b"".join(old)))
            yield fixed.data, fixed
            return
        for number, raw in enumerate(old, 1):
            data = raw.rstrip(b"\r\n")
            if not data.strip():
                yield raw, None
                continue
            fixed = self.document(Document(str(path), number, data, in_lines=True))
            yield fixed.data + raw[len(data) :], fixed


def _alone(scope: str) -> bool:
    """Whether a rule can judge a document by itself."""
    return scope != "corpus"


def _objection(code: str, before: _Offers, after: _Offers | None) -> str | None:
    """Why a step cannot stand, if it cannot."""
    if after is None:
        return "what remains would be no article"
    was, now = (Counter(one.code for one, _ in offers) for offers in (before, after))
    errors = {one.code for one, _ in after if one.severity == "error"}
    brought = sorted(one for one in errors if now[one] > was[one])
    if brought:
        named = ", ".join(f"{one} {rules()[one].name}" for one in brought)
        return f"the repair would bring {named}"
    return None if now[code] < was[code] else "the repair would not mend it"


def fixable_files(paths: Iterable[str]) -> list[Path]:
    """The files of articles that paths stand for.

    Raises:
        KhabarError: for standard input, which cannot be written, and folders without articles.
    """
    found: list[Path] = []
    for one in paths:
        if one == STDIN:
            raise KhabarError("standard input has no file that could be compared or written")
        path = Path(one)
        found += article_files(path) if path.is_dir() else [path]
    return list(dict.fromkeys(found))
