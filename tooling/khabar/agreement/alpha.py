"""Krippendorff's α, and the distances it takes.

α = 1 - observed / expected disagreement, from the coincidence matrix of all pairs of values that
different annotators gave one unit (Krippendorff, Content Analysis, 3rd ed. 2013, ch. 12). A unit
that fewer than two annotators judged does not count.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping

Coincidences = Mapping[Hashable, float]
"""How often one value met another in one unit, by the pair of them; both orders are in it."""

Pairs = Mapping[tuple[Hashable, Hashable], float]

Distance = Callable[[Hashable, Hashable], float]


def nominal(one: Hashable, other: Hashable) -> float:
    """0 for equal values, else 1."""
    return 0.0 if one == other else 1.0


def masi(one: frozenset[str], other: frozenset[str]) -> float:
    """The MASI distance of two sets (Passonneau, LREC 2006): 1 - Jaccard × monotonicity.

    Monotonicity is 1 for equal sets, 2/3 where one holds the other, 1/3 where they overlap, and 0
    where they share nothing. Two empty sets are equal.

    Example:
        >>> masi(frozenset("ab"), frozenset("abc"))  # 1 - 2/3 × 2/3
        0.5555555555555556
    """
    if one == other:
        return 0.0
    common = len(one & other)
    monotonic = 2 / 3 if common in (len(one), len(other)) else 1 / 3
    return 1.0 - common / len(one | other) * monotonic


def coincidences(units: Iterable[tuple[Hashable, ...]]) -> dict[Hashable, float]:
    """The coincidence matrix of units, each a tuple of one value an annotator; None is missing.

    Example:
        >>> coincidences([("a", "a"), ("a", None)])
        {('a', 'a'): 2.0}
    """
    cells: dict[Hashable, float] = defaultdict(float)
    for values, times in Counter(units).items():
        given = [value for value in values if value is not None]
        if len(given) < 2:
            continue
        share = times / (len(given) - 1)
        for place, one in enumerate(given):
            for other in given[:place] + given[place + 1 :]:
                cells[one, other] += share
    return dict(cells)


def alpha(cells: Coincidences, distance: Distance = nominal) -> float | None:
    """Krippendorff's α of a coincidence matrix, None where it is undefined.

    It is undefined where nothing was judged twice, and where all values are one: then there is no
    disagreement to expect, and agreement beyond chance has no meaning.
    """
    pairs: Pairs = cells  # type: ignore[assignment]
    totals: dict[Hashable, float] = defaultdict(float)
    for (one, _), count in pairs.items():
        totals[one] += count
    observed = sum(
        count * distance(one, other) for (one, other), count in pairs.items() if one != other
    )
    expected = sum(
        totals[one] * totals[other] * distance(one, other)
        for one in totals
        for other in totals
        if one != other
    )
    if not expected:
        return None
    return 1.0 - (sum(totals.values()) - 1) * observed / expected


def kappa(cells: Mapping[Hashable, float]) -> float | None:
    """Cohen's κ (Cohen 1960) of how often the first annotator's value met the second's.

    None where it is undefined: nothing was judged, or both gave one and the same value throughout.
    """
    pairs: Pairs = cells  # type: ignore[assignment]
    total = sum(pairs.values())
    first: dict[Hashable, float] = defaultdict(float)
    second: dict[Hashable, float] = defaultdict(float)
    for (one, other), count in pairs.items():
        first[one] += count
        second[other] += count
    if not total:
        return None
    chance = sum(first[value] * second[value] for value in first) / total**2
    if chance == 1:
        return None
    agreed = sum(count for (one, other), count in pairs.items() if one == other) / total
    return (agreed - chance) / (1 - chance)
