"""Measures of agreement on stances."""

from collections import Counter
from collections.abc import Hashable, Iterator

from khabar.agreement.comparison import Comparison
from khabar.agreement.measure import Tally, f1, krippendorff


def _coverage(comparison: Comparison) -> Tally:
    """Pairs of holder and target that both annotators found."""
    counts: Counter[Hashable] = Counter()
    for one, other in comparison.stances:
        counts["first"] += one is not None
        counts["second"] += other is not None
        counts["same"] += one is not None and other is not None
    yield None, counts


def _labels(comparison: Comparison) -> Iterator[tuple[Hashable, ...]]:
    """Labels of the pairs that both found."""
    for one, other in comparison.stances:
        if one and other:
            yield one.label, other.label


def _labels_or_none(comparison: Comparison) -> Iterator[tuple[Hashable, ...]]:
    """Labels of the pairs that either found; "none" for who did not."""
    for one, other in comparison.stances:
        yield one.label if one else "none", other.label if other else "none"


def _bases(comparison: Comparison) -> Iterator[tuple[Hashable, ...]]:
    for one, other in comparison.stances:
        if one and other:
            yield one.basis, other.basis


MEASURES = (
    f1("stances", "coverage F1", _coverage),
    krippendorff("stances", "label α", _labels, joint=False),
    krippendorff("stances", "label α, not found as a label", _labels_or_none, joint=False),
    krippendorff("stances", "basis α", _bases, joint=False),
)
