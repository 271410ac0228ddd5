"""The case files of rules: documents in ``tests/cases/KHnnn`` and what must be found in them."""

import json
from functools import cache
from itertools import compress
from pathlib import Path
from typing import Any

from msgspec import Struct

from khabar.problem import Finding
from khabar.rules import Checker
from khabar.rules._reading import MAX_BYTES
from khabar.store import Document, article_files, documents

ROOT = Path(__file__).parents[1] / "cases"
_EXPECTED = ".expected.json"


class Case(Struct, frozen=True, kw_only=True):
    """A document and what is expected of it.

    A wrapped case is ``{"article": ..., "expected": [[code, pointer], ...]}`` with, if it wants,
    the exact ``messages``, the ``ranges`` of the text they are about, the ``places`` as line and
    column, and the ``fingerprints``. A rule with a repair also has the ``fixes`` of its findings:
    ``[description, safe, [[pointer, value], ...]]`` or null; a value of null is taken away. A raw
    case is the bytes themselves, with the rest in a file beside it; of a rule that looks at a whole
    corpus they are a folder.
    """

    code: str
    name: str
    documents: list[Document]
    expected: list[tuple[str, str]]
    messages: list[str] | None = None
    ranges: list[tuple[int, int]] | None = None
    places: list[tuple[int, int]] | None = None
    fingerprints: list[str] | None = None
    fixes: list[Any] | None = None
    max_bytes: int = MAX_BYTES

    @property
    def good(self) -> bool:
        return self.name.startswith("good-")

    def findings(self, **options: object) -> list[Finding]:
        """What is found, but for remarks of other rules and what a case file cannot have.

        Errors of all rules on an article count, so that a rule that fires where it should not is
        seen everywhere; a case is no careful article with a licence, passes and a corpus around.
        """
        found = self.checked(Checker(max_bytes=self.max_bytes, **options))
        own = {self.code, *dict(self.expected)}
        return [
            one
            for one in found
            if one.code in own or (one.severity == "error" and one.code < "KH6")
        ]

    def checked(self, checker: Checker) -> list[Finding]:
        found = [one for document in self.documents for one in checker.document(document)]
        return [*found, *checker.finish()]

    def alone(self) -> list[Finding]:
        """What the rule finds without the others."""
        return self.checked(Checker(max_bytes=self.max_bytes, select=[self.code]))

    def offers(self) -> list[Any]:
        """What the rule offers to change, in the form of ``fixes``."""
        checker = Checker(max_bytes=self.max_bytes, select=[self.code])
        return [
            finding.fix and [finding.fix.description, finding.fix.safe, [[*one] for one in edits]]
            for document in self.documents
            for finding, edits in checker.offers(document)
        ]

    def passes(self, *, together: bool = True) -> bool:
        """Whether the rule finds what is expected, with the others (if asked for) and alone."""
        own = [one[0] == self.code for one in self.expected]
        everything = [True] * len(own)
        return (
            self._agrees(self.alone(), own)
            and (not together or self._agrees(self.findings(), everything))
            and (self.fixes is None or self.offers() == self.fixes)
        )

    def _agrees(self, found: list[Finding], asked: list[bool]) -> bool:
        """Whether findings are those of the expected that are asked for."""
        pairs = [(one.code, one.pointer) for one in found]
        told = (
            (self.expected, pairs),
            (self.messages, [one.message for one in found]),
            (self.ranges, [(one.start, one.end) for one in found]),
            (self.places, [(one.place.line, one.place.column) for one in found]),
            (self.fingerprints, [one.fingerprint for one in found]),
        )
        return all(wanted is None or list(compress(wanted, asked)) == got for wanted, got in told)


@cache
def cases() -> list[Case]:
    """All case files of rules on articles and corpora, in the order of their names."""
    files = sorted(one for one in ROOT.glob("KH[0-7]*/*") if not one.name.endswith(_EXPECTED))
    return [_raw(one) if _beside(one).exists() else _wrapped(one) for one in files]


def _beside(file: Path) -> Path:
    return file.with_name(file.stem + _EXPECTED)


def _wrapped(file: Path) -> Case:
    about = json.loads(file.read_text(encoding="utf-8"))
    data = json.dumps(about["article"], ensure_ascii=False, indent=1).encode()
    return _case(file, about, [Document("case.jsonl", 1, data, in_lines=True)])


def _raw(file: Path) -> Case:
    about = json.loads(_beside(file).read_text(encoding="utf-8"))
    if file.is_dir():
        found = [one for part in article_files(file) for one in documents(part)]
        return _case(file, about, found)
    data = file.read_bytes()
    if file.suffix == ".jsonl":
        lines = enumerate(data.splitlines(), 1)
        found = [Document(about["file"], number, one, in_lines=True) for number, one in lines]
    else:
        found = [Document(about["file"], 1, data)]
    return _case(file, about, found)


def _placed(file: Path, messages: list[str] | None) -> list[str] | None:
    """Messages that name another file of a case's folder, as ``{folder}/articles/abc.json``."""
    return messages and [one.replace("{folder}", str(file)) for one in messages]


def _case(file: Path, about: dict[str, object], documents: list[Document]) -> Case:
    return Case(
        code=file.parent.name,
        name=file.stem,
        documents=documents,
        expected=[(code, pointer) for code, pointer in about["expected"]],
        messages=_placed(file, about.get("messages")),
        ranges=_pairs(about.get("ranges")),
        places=_pairs(about.get("places")),
        fingerprints=about.get("fingerprints"),
        fixes=about.get("fixes"),
        max_bytes=about.get("max_bytes", MAX_BYTES),
    )


def _pairs(found: Any) -> list[tuple[int, int]] | None:
    return found and [(one, other) for one, other in found]


NOT_OF_A_VALUE = ("KH002", "KH003", "KH004", "KH006", "KH007", "KH009")
"""Rules whose findings stand at a byte or a line, not at a value."""


def assert_place(document: Document, finding: Finding) -> None:
    """Read the JSON at the place and compare it with the value that the pointer names."""
    if finding.code in NOT_OF_A_VALUE:
        return
    found = _at_place(document, finding)
    if finding.code in ("KH104", "KH005"):
        assert json.loads(found) == _unescaped(finding.pointer.rpartition("/")[2])
    else:
        assert json.loads(found) == _value(
            json.loads(document.data.removeprefix(b"\xef\xbb\xbf")), finding.pointer
        )


def _at_place(document: Document, finding: Finding) -> str:
    place = finding.place
    lines = document.data.decode("utf-8-sig").split("\n")
    lines = lines[place.line - document.line : place.end_line - document.line + 1]
    lines[-1] = lines[-1][: place.end_column - 1]
    lines[0] = lines[0][place.column - 1 :]
    return "\n".join(lines)


def _unescaped(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")


def _value(value: object, pointer: str) -> object:
    for step in pointer.split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[_unescaped(step)]
    return value
