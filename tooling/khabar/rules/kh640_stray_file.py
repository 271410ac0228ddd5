"""KH640: stray-file.

A file lies among the articles or the passes of a corpus that is no article, or among the decisions
of its adjudication that is none.

Why: nobody reads it, and a `.json.bak` or an export left there may be work that is lost.

Bad:
    articles/storm.json.orig, passes/annotator-1/notes.docx

Good:
    articles/storm.json, passes/annotator-1/storm.json

Fix: move it elsewhere, or remove it.

See: corpus/README.md
"""

from collections.abc import Iterator
from pathlib import Path

from khabar.problem import Place
from khabar.rules._corpus import ADJUDICATION, Folders, whole_file
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.rules._words import quoted
from khabar.store import ARTICLES, LINE_SUFFIXES, OWN, PASSES, Document

_KNOWN = ("README.md", ".gitkeep", ".gitattributes", ".gitignore")
"""Files that people put into folders to speak of them, or to keep them."""


class _Files:
    def __init__(self) -> None:
        self._folders = Folders()

    def __call__(self, reading: Reading, index: Index) -> Iterator[Hit]:  # noqa: ARG002
        self._folders.note(reading)
        yield from ()

    def finish(self) -> Iterator[tuple[Document, Hit]]:
        """Yield the strays of corpora that were read as a whole."""
        for root in self._folders.whole():
            for file in _strays(root):
                decides = file.is_relative_to(root / ADJUDICATION)
                message = (
                    f"{quoted(file.name)} {'holds no decisions' if decides else 'is no article'}"
                )
                yield whole_file(file), Hit(message, place=Place(file=str(file)))


def _strays(root: Path) -> list[Path]:
    articles = (".json", *LINE_SUFFIXES)
    rooms = {ARTICLES: articles, PASSES: articles, ADJUDICATION: (".json",)}
    return sorted(
        one
        for room, suffixes in rooms.items()
        for one in (root / room).rglob("*")
        if one.suffix not in suffixes and one.name not in _KNOWN
        if OWN not in one.relative_to(root).parts and one.is_file()
    )


@rule("KH640", scope="corpus", severity="warning")
def stray_file() -> Watch:
    return _Files()
