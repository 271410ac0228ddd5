"""Whether a label is spread over splits as chance would spread it: an exact median test.

The units are articles, for the labels within one are not independent of each other. For each label
the articles of a corpus are cut in two by how many of it they have, as near to half as its counts
allow (Mood 1950, *Introduction to the Theory of Statistics*, the median test); of a rare label one
part are the articles that have it at all. How likely a split is to get so many of one part by
chance is told exactly by the hypergeometric distribution (Fisher 1935, *The Design of
Experiments*), so that small splits need no approximation. The many tests of one corpus are held to
one error rate by the method of Holm (1979, *Scandinavian Journal of Statistics* 6). What is certain
but slight is left out: the difference must be a small effect or more by Cohen's h (1988,
*Statistical Power Analysis for the Behavioral Sciences*).
"""

import math
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

ERROR_RATE = 0.01
"""How often a corpus split by chance is said to differ in anything at all."""

LEAST_EFFECT = 0.2
"""Cohen's h of a small effect."""

_NOTHING = 1e-12
_L = TypeVar("_L", bound=Hashable)
_Counts = Mapping[tuple[str, int], int]


class Drift(NamedTuple, Generic[_L]):
    """A label of which a split has more, or less, than chance explains.

    Attributes:
        label: the label.
        split: the split.
        inside: the share of its articles that have `times` or more of the label.
        outside: that share in all other splits.
        times: the number that cuts the articles of the corpus in two.
        chance: how likely so large a difference is by chance, before the method of Holm.
    """

    label: _L
    split: str
    inside: float
    outside: float
    times: int
    chance: float


def drifts(counts: Mapping[_L, _Counts], sizes: Mapping[str, int]) -> list[Drift[_L]]:
    """The labels that differ between splits, the surest first.

    Args:
        counts: by label, how many articles of a split have it so many times: ``{(split, times):
            articles}``; articles without it are left out.
        sizes: articles in each split.

    Example:
        >>> [(one.split, one.inside, one.outside) for one in drifts(
        ...     {"LAW": {("train", 1): 2, ("test", 1): 18}}, {"train": 80, "test": 20})]
        [('test', 0.9, 0.025)]
    """
    tests = [one for label, found in counts.items() for one in _tests(label, found, sizes)]
    tests.sort(key=lambda one: one.chance)
    kept = []
    for rank, one in enumerate(tests):
        if one.chance * (len(tests) - rank) > ERROR_RATE:
            break
        if effect(one.inside, one.outside) >= LEAST_EFFECT:
            kept.append(one)
    return kept


def _tests(label: _L, found: _Counts, sizes: Mapping[str, int]) -> Iterator[Drift[_L]]:
    total = sum(sizes.values())
    cut = _cut(found, total)
    above: Counter[str] = Counter()
    for (split, times), articles in found.items():
        if times >= cut:
            above[split] += articles
    many = above.total()
    for split, size in _told(sizes):
        if 0 < size < total:
            inside, outside = above[split] / size, (many - above[split]) / (total - size)
            chance = _two_sided(above[split], many, size, total)
            yield Drift(label, split, inside, outside, cut, chance)


def _told(sizes: Mapping[str, int]) -> list[tuple[str, int]]:
    """The splits to speak of: of two, which mirror each other, the smaller."""
    found = sorted(sizes.items())
    return found if len(found) > 2 else sorted(found, key=lambda one: one[1])[:1]


def _cut(found: _Counts, total: int) -> int:
    """How many of a label cut the articles most evenly in those with so many, and those with less.

    Of two that cut as evenly the lower.
    """
    times: Counter[int] = Counter()
    for (_, number), articles in found.items():
        times[number] += articles
    left, cuts = times.total(), []
    for number in sorted(times):
        cuts.append((abs(2 * left - total), number))
        left -= times[number]
    return min(cuts)[1]


def effect(one: float, other: float) -> float:
    """Cohen's h: how far two shares are apart, whatever their size.

    Example:
        >>> round(effect(0.5, 0.6), 2), round(effect(0.01, 0.11), 2)
        (0.2, 0.48)
    """
    return abs(2 * math.asin(math.sqrt(one)) - 2 * math.asin(math.sqrt(other)))


def _two_sided(found: int, many: int, size: int, total: int) -> float:
    """Twice the smaller tail of the hypergeometric distribution.

    Args:
        found: articles of the split that have many of the label.
        many: those of the corpus.
        size: articles of the split.
        total: those of the corpus.
    """
    least, most = max(0, size + many - total), min(size, many)
    lower = found * total <= size * many
    tail = range(found, least - 1, -1) if lower else range(found, most + 1)
    chance = 0.0
    for one in tail:
        mass = _mass(one, many, size, total)
        chance += mass
        if mass < chance * _NOTHING:
            break
    return min(1.0, 2 * chance)


def _mass(found: int, many: int, size: int, total: int) -> float:
    return math.exp(
        _choices(many, found) + _choices(total - many, size - found) - _choices(total, size)
    )


def _choices(of: int, take: int) -> float:
    """Logarithm of the number of ways to take some of many."""
    return math.lgamma(of + 1) - math.lgamma(take + 1) - math.lgamma(of - take + 1)
