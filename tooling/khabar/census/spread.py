"""How sizes are spread: least, quartiles, most; exact, from how often each size occurs."""

from collections.abc import Mapping

from msgspec import Struct


class Spread(Struct, frozen=True, kw_only=True):
    """Five sizes that tell how all are spread.

    Quartiles lie between two sizes where the count does not fall on one (Hyndman and Fan 1996,
    type 7, the default of R and NumPy).

    Attributes:
        count: how many sizes there are.
        total: their sum.
        least: the smallest.
        lower: the first quartile.
        median: the second.
        upper: the third.
        most: the largest.
    """

    count: int
    total: int
    least: int
    lower: float
    median: float
    upper: float
    most: int

    @property
    def mean(self) -> float:
        """The arithmetic mean."""
        return self.total / self.count


def spread(sizes: Mapping[int, int]) -> Spread | None:
    """The spread of sizes; None where there are none.

    Args:
        sizes: by size, how often it occurs.

    Example:
        >>> found = spread({1: 2, 4: 1, 9: 1})
        >>> found.count, found.least, found.lower, found.median, found.upper, found.most
        (4, 1, 1.0, 2.5, 5.25, 9)
    """
    order = sorted(size for size, times in sizes.items() if times)
    if not order:
        return None
    count = sum(sizes.values())
    lower, median, upper = (_quantile(sizes, order, count, share) for share in (0.25, 0.5, 0.75))
    return Spread(
        count=count,
        total=sum(size * times for size, times in sizes.items()),
        least=order[0],
        lower=lower,
        median=median,
        upper=upper,
        most=order[-1],
    )


def _quantile(sizes: Mapping[int, int], order: list[int], count: int, share: float) -> float:
    place = (count - 1) * share
    whole = int(place)
    here, after = _at(sizes, order, whole), _at(sizes, order, min(whole + 1, count - 1))
    return here + (after - here) * (place - whole)


def _at(sizes: Mapping[int, int], order: list[int], place: int) -> int:
    """The size that has a place in the row of all sizes, from 0."""
    passed = 0
    for size in order:
        passed += sizes[size]
        if place < passed:
            return size
    return order[-1]
