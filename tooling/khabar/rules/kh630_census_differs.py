"""KH630: census-differs.

A number of the census in metadata.json is not what the articles of the corpus hold.

Why: the census is what readers are told, and a change of the annotations that nobody meant shows
here first.

Bad:
    "census": {"articles": {"annotated": 5}} and six annotated articles

Good:
    "census": {"articles": {"annotated": 6}} and six annotated articles

Fix: look at what was added or lost, then correct the number.

See: corpus/README.md
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from khabar.problem import KhabarError
from khabar.rules._corpus import Folders, is_pass, whole_file
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.store import Document, decoded, parsed

_Count = tuple[str, str]


class _Census:
    def __init__(self) -> None:
        self._folders = Folders()
        self._counts: dict[Path, Counter[_Count]] = {}

    def __call__(self, reading: Reading, index: Index) -> Iterator[Hit]:
        root = self._folders.note(reading)
        if root is not None and not is_pass(reading.document.file):
            self._counts.setdefault(root, Counter()).update(_counted(index))
        yield from ()

    def finish(self) -> Iterator[tuple[Document, Hit]]:
        """Yield the numbers that differ, of corpora that were read as a whole."""
        for root in self._folders.whole():
            file = root / "metadata.json"
            if file.is_file():
                document = whole_file(file, file.read_bytes())
                for hit in _differences(_pinned(document), self._counts.get(root, Counter())):
                    yield document, hit


def _counted(index: Index) -> Iterator[_Count]:
    article = index.article
    yield "articles", article.status
    yield from (("mentions", one.type) for one in article.mentions)
    yield from (("entities", one.type) for one in article.entities)
    yield from (("quotes", one.type) for one in article.quotes if one.type is not None)
    yield from (("stances", one.label) for one in article.stances)


def _pinned(document: Document) -> dict[str, object]:
    """The census of the metadata; nothing if there is none that can be read."""
    try:
        value = parsed(document, decoded(document))
    except KhabarError:
        return {}
    census = value.get("census") if isinstance(value, dict) else None
    return census if isinstance(census, dict) else {}


def _differences(pinned: dict[str, object], counts: Mapping[_Count, int]) -> Iterator[Hit]:
    for subject, numbers in pinned.items():
        said = numbers if isinstance(numbers, dict) else {}
        there = {label: count for (kind, label), count in counts.items() if kind == subject}
        for label in sorted(said.keys() | there.keys()):
            pinned_count, count = said.get(label, 0), there.get(label, 0)
            if pinned_count != count:
                message = (
                    f"the census has {pinned_count} {subject} {label}, the articles have {count}"
                )
                yield Hit(message, f"/census/{subject}/{label}", mark=f"{subject} {label}")


@rule("KH630", scope="corpus", severity="error")
def census_differs() -> Watch:
    return _Census()
