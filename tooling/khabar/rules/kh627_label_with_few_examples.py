"""KH627: label-with-few-examples.

A type of mention, entity or quote, or a label of stance, that the corpus has, has fewer than five
examples in it. The settings of `khabar check` can give another number (``least-examples``). Without
one nothing is said of a corpus of fewer than a hundred articles, where everything is rare.

Why: nothing can be learned from four examples, and a figure measured on one of them is 0 or 1.

Bad:
    three mentions of type LAW in a corpus of 2,000 articles

Good:
    thirty of them; or the label is left out of what is reported

Fix: annotate more articles that have it, or say in the card that it is not measured.

See: docs/split.md
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from khabar.rules._corpus import Articles, Folders, Spot, again, spot
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.rules._settings import LEAST_EXAMPLES, settings
from khabar.rules._splits import Label, labels
from khabar.store import Document

_MANY = 100


class _Examples:
    def __init__(self) -> None:
        self._articles, self._folders = Articles(), Folders()
        self._counts: dict[Path, Counter[Label]] = {}
        self._first: dict[Path, dict[Label, tuple[str, Spot]]] = {}
        self._sizes: Counter[Path] = Counter()

    def __call__(self, reading: Reading, index: Index) -> Iterator[Hit]:
        root = self._folders.note(reading)
        if root is not None and self._articles.new(reading, index):
            self._sizes[root] += 1
            counts, first = (
                self._counts.setdefault(root, Counter()),
                self._first.setdefault(root, {}),
            )
            for label, pointer in labels(index):
                counts[label] += 1
                if label not in first:
                    first[label] = pointer, spot(reading, index)
        yield from ()

    def finish(self) -> Iterator[tuple[Document, Hit]]:
        """Yield the labels with few examples, where each is first, of corpora read as a whole."""
        wanted: dict[Spot, list[Hit]] = {}
        for root in self._folders.whole():
            least = self._least(root)
            for label, count in self._counts.get(root, Counter()).items():
                if count < least:
                    pointer, there = self._first[root][label]
                    times = "once" if count == 1 else f"{count} times"
                    said = f"the {label[0]} label {label[1]} stands in the corpus only {times}"
                    wanted.setdefault(there, []).append(Hit(said, pointer, mark=" ".join(label)))
        for document, hits in again(wanted):
            for hit in hits:
                yield document, hit

    def _least(self, root: Path) -> int:
        given = settings(root)[0].least_examples
        if given is not None:
            return given
        return LEAST_EXAMPLES if self._sizes[root] >= _MANY else 0


@rule("KH627", scope="corpus", severity="info")
def label_with_few_examples() -> Watch:
    return _Examples()
