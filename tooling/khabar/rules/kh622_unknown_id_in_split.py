"""KH622: unknown-id-in-split.

A list of a split names an article that the corpus does not have.

Why: the article was renamed or removed, and whoever counts the split by its list counts wrong; the
dataset cannot be built.

Bad:
    the line strom in splits/train.txt, and no articles/strom.json

Good:
    the line storm in splits/train.txt, and articles/storm.json

Fix: correct the id, or take the line out.

See: corpus/README.md
"""

from collections.abc import Iterator
from pathlib import Path

from khabar.rules._corpus import Folders, is_pass
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.rules._splits import Splits
from khabar.rules._words import quoted
from khabar.store import Document


class _Lists:
    """Only of corpora that were read as a whole can it be said what they do not have."""

    def __init__(self) -> None:
        self._folders = Folders()
        self._ids: dict[Path, set[str]] = {}

    def __call__(self, reading: Reading, index: Index) -> Iterator[Hit]:
        root = self._folders.note(reading)
        if root is not None and not is_pass(reading.document.file):
            self._ids.setdefault(root, set()).add(index.article.id)
        yield from ()

    def finish(self) -> Iterator[tuple[Document, Hit]]:
        """Yield the lines that name no article."""
        for root in self._folders.whole():
            for one in Splits(root).entries:
                if one.id not in self._ids.get(root, ()):
                    message = f"the corpus has no article {quoted(one.id)}"
                    document = Document(one.file, one.line, b"")
                    yield document, Hit(message, place=one.place, mark=one.id)


@rule("KH622", scope="corpus", severity="error")
def unknown_id_in_split() -> Watch:
    return _Lists()
