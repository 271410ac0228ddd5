"""KH782: pass-of-no-article.

A pass is over an article that the corpus does not have.

Why: the article was renamed or removed, and the annotator's work hangs in the air.

Bad:
    passes/annotator-1/strom.json, and no articles/strom.json

Good:
    passes/annotator-1/storm.json and articles/storm.json

Fix: give the pass the id of its article, or remove it.

See: corpus/README.md
"""

from collections.abc import Iterator
from pathlib import Path

from khabar.rules._corpus import Folders, Spot, again, is_pass, spot
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.rules._words import quoted
from khabar.store import Document


class _Passes:
    def __init__(self) -> None:
        self._folders = Folders()
        self._ids: dict[Path, set[str]] = {}
        self._passes: dict[Path, list[Spot]] = {}

    def __call__(self, reading: Reading, index: Index) -> Iterator[Hit]:
        root = self._folders.note(reading)
        if root is not None:
            if is_pass(reading.document.file):
                self._passes.setdefault(root, []).append(spot(reading, index))
            else:
                self._ids.setdefault(root, set()).add(index.article.id)
        yield from ()

    def finish(self) -> Iterator[tuple[Document, Hit]]:
        """Yield the passes without an article, of corpora that were read as a whole."""
        for root in self._folders.whole():
            ids = self._ids.get(root, set())
            wanted = {one: one.id for one in self._passes.get(root, ()) if one.id not in ids}
            for document, name in again(wanted):
                yield document, Hit(f"the corpus has no article {quoted(name)}", "/id")


@rule("KH782", scope="corpus", severity="warning")
def pass_of_no_article() -> Watch:
    return _Passes()
