"""KH780: adjudicated-without-passes.

An article of a corpus folder is said to be adjudicated, and no annotator's pass over it is there.

Why: to adjudicate is to decide between passes. Without them nobody can say how far the annotators
agreed.

Bad:
    articles/storm.json {"status": "adjudicated"} and nothing in passes/

Good:
    passes/annotator-1/storm.json, passes/annotator-2/storm.json

Fix: add the passes, or set the status to annotated.

See: corpus/README.md
"""

from collections.abc import Iterator
from pathlib import Path

from khabar.rules._corpus import Folders, Spot, again, is_pass, spot
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.store import Document


class _Adjudicated:
    def __init__(self) -> None:
        self._folders = Folders()
        self._passes: dict[Path, set[str]] = {}
        self._waiting: dict[Path, list[Spot]] = {}

    def __call__(self, reading: Reading, index: Index) -> Iterator[Hit]:
        root = self._folders.note(reading)
        if root is not None:
            if is_pass(reading.document.file):
                self._passes.setdefault(root, set()).add(index.article.id)
            elif index.article.status == "adjudicated":
                self._waiting.setdefault(root, []).append(spot(reading, index))
        yield from ()

    def finish(self) -> Iterator[tuple[Document, Hit]]:
        """Yield the articles without passes, of corpora that were read as a whole."""
        for root in self._folders.whole():
            passes = self._passes.get(root, set())
            wanted = {one: one.id for one in self._waiting.get(root, ()) if one.id not in passes}
            for document, _ in again(wanted):
                yield document, Hit("the article is adjudicated, but has no pass", "/status")


@rule("KH780", scope="corpus", severity="warning")
def adjudicated_without_passes() -> Watch:
    return _Adjudicated()
