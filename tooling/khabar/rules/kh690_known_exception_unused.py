"""KH690: known-exception-unused.

An entry of the corpus's `known.tsv` matches no finding.

Why: the fault was mended, or the entry has a wrong id; left there, it would hide the next fault of
the kind without anybody having agreed to it.

Bad:
    coastal-storm  KH212  m4  the blank belongs to the name  annotator-1   (m4 has no blank)

Good:
    coastal-storm  KH212  m7  the blank belongs to the name  annotator-1   (m7 has one)

Fix: remove the line, or correct the article, the code or the id in it.

See: docs/check.md
"""

from collections.abc import Iterator
from pathlib import Path

from khabar.rules._corpus import Folders
from khabar.rules._index import Index
from khabar.rules._known import FILE, Exceptions
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.rules._words import quoted
from khabar.store import Document, point


class _Unused:
    def __init__(self) -> None:
        self._folders = Folders()
        self._articles: set[tuple[Path | None, str]] = set()

    def __call__(self, reading: Reading, index: Index) -> Iterator[Hit]:
        self._articles.add((self._folders.note(reading), index.article.id))
        yield from ()

    def audit(self, known: Exceptions, codes: frozenset[str]) -> Iterator[tuple[Document, Hit]]:
        """Yield the entries of whole corpora; those of an article if their rules were asked."""
        for root in self._folders.whole():
            file = str(root / FILE)
            for one in known.unused(root):
                if one.code in codes or (root, one.article) not in self._articles:
                    message = f"no finding of {one.code} about {quoted(one.id)} of {one.article}"
                    mark = f"{one.article} {one.code} {one.id}"
                    hit = Hit(message, place=point(file, one.line, 1), mark=mark)
                    yield Document(file, one.line, b""), hit


@rule("KH690", scope="corpus", severity="warning")
def known_exception_unused() -> Watch:
    return _Unused()
