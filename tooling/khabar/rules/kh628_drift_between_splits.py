"""KH628: drift-between-splits.

Articles of one split have a label far more often, or far less, than those of the other splits, and
chance does not explain it: an exact median test over articles at an error rate of 1 % a corpus, and
at least a small effect (Cohen's h of 0.2). Compared are the types of mentions, entities and quotes,
the labels of stance, and the broadest of the main topic.

Why: a figure on such a test set is about other articles than those of train. Remark only, for a
split by time or by source is meant to differ.

Bad:
    mentions of LAW in nine of ten articles of test and in one of forty of train

Good:
    splits drawn by chance, or by `khabar split`, which spreads the labels

Fix: draw the splits anew, or say in the card how they differ.

See: docs/split.md
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from khabar.problem import Place
from khabar.rules._corpus import Folders
from khabar.rules._drift import Drift, drifts
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.rules._splits import Across, Label, strata
from khabar.store import Document


class _Spread:
    def __init__(self) -> None:
        self._folders, self._across = Folders(), Across()
        self._sizes: defaultdict[Path, Counter[str]] = defaultdict(Counter)
        self._counts: defaultdict[Path, defaultdict[Label, Counter[tuple[str, int]]]] = defaultdict(
            lambda: defaultdict(Counter)
        )

    def __call__(self, reading: Reading, index: Index) -> Iterator[Hit]:
        root = self._folders.note(reading)
        mine = self._across.of(reading, index)
        if root is not None and mine:
            self._sizes[root][mine[0]] += 1
            for label, times in strata(index).items():
                self._counts[root][label][mine[0], times] += 1
        yield from ()

    def finish(self) -> Iterator[tuple[Document, Hit]]:
        """Yield the labels that differ, at the lists of the splits, of corpora read as a whole."""
        for root in self._folders.whole():
            for one in drifts(self._counts[root], self._sizes[root]):
                file = str(root / "splits" / f"{one.split}.txt")
                mark = " ".join((one.split, *one.label))
                yield Document(file, 1, b""), Hit(_said(one), place=Place(file=file), mark=mark)


def _said(one: Drift[Label]) -> str:
    kind, label = one.label
    few = "" if one.times == 1 else f"{one.times} or more times "
    return (
        f"{one.inside:.0%} of the articles of {one.split} have the {kind} label {label} {few}"
        f"against {one.outside:.0%} of the others (p = {one.chance:.1g})"
    ).replace("  ", " ")


@rule("KH628", scope="corpus", severity="info")
def drift_between_splits() -> Watch:
    return _Spread()
