"""The case files of rules: documents in ``tests/cases/KHnnn`` and what must be found in them."""

import json
from pathlib import Path

from msgspec import Struct

from khabar.problem import Finding
from khabar.rules import Checker
from khabar.rules._reading import MAX_BYTES
from khabar.store import Document
from khabar.store import documents as read

ROOT = Path(__file__).parents[1] / "cases"
_EXPECTED = ".expected.json"


class Case(Struct, frozen=True, kw_only=True):
    """A document and what is expected of it.

    A wrapped case is ``{"article": ..., "expected": [[code, pointer], ...]}`` with, if it wants,
    the exact ``messages`` and the ``ranges`` of the text they are about. A raw case is the bytes
    themselves, with the rest in a file beside it; of a rule that looks at a whole corpus they are
    a folder.
    """

    code: str
    name: str
    documents: list[Document]
    expected: list[tuple[str, str]]
    messages: list[str] | None = None
    ranges: list[tuple[int, int]] | None = None
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


def cases() -> list[Case]:
    """All case files, in the order of their names."""
    files = sorted(one for one in ROOT.glob("KH*/*") if not one.name.endswith(_EXPECTED))
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
        return _case(file, about, list(read(file)))
    data = file.read_bytes()
    if file.suffix == ".jsonl":
        lines = enumerate(data.splitlines(), 1)
        documents = [Document(about["file"], number, one, in_lines=True) for number, one in lines]
    else:
        documents = [Document(about["file"], 1, data)]
    return _case(file, about, documents)


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
        ranges=[(start, end) for start, end in about.get("ranges", [])] or None,
        max_bytes=about.get("max_bytes", MAX_BYTES),
    )
