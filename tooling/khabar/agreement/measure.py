"""What a measure of agreement is: counts that add up over articles, and a figure made of them."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from khabar.agreement.alpha import Distance, alpha, coincidences, kappa, nominal
from khabar.agreement.comparison import Comparison

Counts = Mapping[Hashable, float]
Tally = Iterator[tuple[str | None, Mapping[Hashable, float]]]
"""Counts by label, None for what belongs to none; the counts of all labels make the whole."""


@dataclass(frozen=True)
class Measure:
    """One figure of agreement.

    Attributes:
        layer: ``mentions``, ``quotes``, ``stances``, ``topics`` or ``entities``.
        name: what it is called in reports.
        tally: the counts of one article.
        value: the figure of summed counts, None where it is undefined.
        items: how many things summed counts stand for.
        joint: whether it looks at all annotators at once, not at every two of them.
    """

    layer: str
    name: str
    tally: Callable[[Comparison], Tally]
    value: Callable[[Counts], float | None]
    items: Callable[[Counts], float]
    joint: bool = False


def summed(some: Iterable[Counts]) -> Counts:
    """Counts of several articles or labels, added up."""
    total: dict[Hashable, float] = defaultdict(float)
    for counts in some:
        for key, count in counts.items():
            total[key] += count
    return total


def f1(layer: str, name: str, tally: Callable[[Comparison], Tally]) -> Measure:
    """F1 = 2·same / (first + second), from the counts ``same``, ``first`` and ``second``.

    Precision and recall change places with the annotators, so F1 is the same both ways
    (Hripcsak and Rothschild 2005).
    """
    return Measure(layer, name, tally, _f1, lambda c: c.get("first", 0) + c.get("second", 0))


def _f1(counts: Counts) -> float | None:
    both = counts.get("first", 0) + counts.get("second", 0)
    return 2 * counts.get("same", 0) / both if both else None


def share(layer: str, name: str, tally: Callable[[Comparison], Tally]) -> Measure:
    """The share ``same`` / ``all``."""
    return Measure(layer, name, tally, _share, lambda c: c.get("all", 0))


def _share(counts: Counts) -> float | None:
    return counts.get("same", 0) / counts["all"] if counts.get("all") else None


def cohen(layer: str, name: str, tally: Callable[[Comparison], Tally]) -> Measure:
    """Cohen's κ, from counts of the first annotator's value and the second's."""
    return Measure(layer, name, tally, kappa, lambda c: sum(c.values()))


Units = Callable[[Comparison], Iterator[tuple[Hashable, ...]]]


def krippendorff(
    layer: str, name: str, units: Units, distance: Distance = nominal, *, joint: bool = True
) -> Measure:
    """Krippendorff's α, from the values that the annotators give each unit."""

    def tally(comparison: Comparison) -> Tally:
        yield None, coincidences(units(comparison))

    def value(counts: Counts) -> float | None:
        return alpha(counts, distance)

    return Measure(layer, name, tally, value, lambda c: sum(c.values()), joint)
