"""Which annotation of one annotator is which of another's."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from khabar.model import Span
from khabar.problem import MissingExtraError

Extent = tuple[tuple[int, int], ...]
"""Half-open ranges of code points, in order and disjoint."""

T = TypeVar("T")


def extent(spans: Iterable[Span] | None) -> Extent:
    """The ranges of some spans, in order."""
    return tuple(sorted((span.start, span.end) for span in spans or ()))


def size(one: Extent) -> int:
    """How many code points a range or ranges cover."""
    return sum(end - start for start, end in one)


def shared(one: Extent, other: Extent) -> int:
    """How many code points two extents have in common.

    Example:
        >>> shared(((0, 4), (8, 10)), ((3, 9),))
        2
    """
    return sum(
        max(0, min(end, last) - max(start, first)) for start, end in one for first, last in other
    )


def jaccard(one: Extent, other: Extent) -> float:
    """Shared code points over all code points of two extents; 0 of two empty ones."""
    common = shared(one, other)
    return common / (size(one) + size(other) - common) if common else 0.0


def paired(
    ours: Sequence[T],
    theirs: Sequence[T],
    identity: Sequence[Callable[[T], Hashable]],
    score: Callable[[T, T], float],
) -> list[tuple[T, T]]:
    """Pairs of what is identical by the first key, then by the next …, the rest by `matched`."""
    found: list[tuple[T, T]] = []
    for key in identity:
        waiting: dict[Hashable, list[T]] = defaultdict(list)
        for one in theirs:
            waiting[key(one)].append(one)
        left: list[T] = []
        for one in ours:
            same = waiting[key(one)]
            if same:
                found.append((one, same.pop(0)))
            else:
                left.append(one)
        ours, theirs = left, [one for some in waiting.values() for one in some]
    return found + matched(ours, theirs, score)


def matched(
    ours: Sequence[T], theirs: Sequence[T], score: Callable[[T, T], float]
) -> list[tuple[T, T]]:
    """The one-to-one pairs with the greatest total score; a pair that scores 0 is none.

    An optimal assignment (Kuhn 1955, as scipy solves it), so the outcome does not hang on the order
    of the items.

    Raises:
        MissingExtraError: if scipy is not installed.
    """
    if not ours or not theirs:
        return []
    try:
        import numpy as np
        from scipy.optimize import linear_sum_assignment
    except ImportError:
        raise MissingExtraError("comparing annotators", "agreement") from None
    scores = np.array([[score(one, other) for other in theirs] for one in ours])
    rows, columns = linear_sum_assignment(scores, maximize=True)
    return [
        (ours[row], theirs[column])
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
        if scores[row, column] > 0
    ]
