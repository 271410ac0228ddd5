"""KH625: label-unseen-in-train.

A type of mention, entity or quote, or a label of stance, stands in an article of another split but
in none of train.

Why: nobody can learn it from train, so that every figure for it on test is nought.

Bad:
    the only mention of type LAW is in an article of test

Good:
    mentions of type LAW in articles of train and of test

Fix: move the article, or another one with the label, to train.

See: docs/split.md
"""

from collections.abc import Iterator
from pathlib import Path

from khabar.rules._corpus import Articles, Folders, Spot, again, spot
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.rules._splits import TRAIN, Label, SplitsByCorpus, labels, listed
from khabar.store import Document


class _Labels:
    def __init__(self) -> None:
        self._articles, self._folders, self._splits = Articles(), Folders(), SplitsByCorpus()
        self._train: dict[Path, set[Label]] = {}
        self._others: dict[Path, dict[Label, tuple[str, str, Spot]]] = {}

    def __call__(self, reading: Reading, index: Index) -> Iterator[Hit]:
        root = self._folders.note(reading)
        found = self._splits.of(reading, index)
        if root is not None and found and self._articles.new(reading, index):
            if TRAIN in found:
                self._train.setdefault(root, set()).update(one for one, _ in labels(index))
            else:
                others = self._others.setdefault(root, {})
                for label, pointer in labels(index):
                    others.setdefault(label, (pointer, listed(found), spot(reading, index)))
        yield from ()

    def finish(self) -> Iterator[tuple[Document, Hit]]:
        """Yield the labels that train lacks, where each is first, of corpora read as a whole."""
        wanted: dict[Spot, list[Hit]] = {}
        for root in self._folders.whole():
            for label, (pointer, split, there) in self._others.get(root, {}).items():
                if root in self._train and label not in self._train[root]:
                    said = f"{label[1]} stands in {split}, but no {label[0]} of train has it"
                    wanted.setdefault(there, []).append(Hit(said, pointer, mark=" ".join(label)))
        for document, hits in again(wanted):
            for hit in hits:
                yield document, hit


@rule("KH625", scope="corpus", severity="warning")
def label_unseen_in_train() -> Watch:
    return _Labels()
