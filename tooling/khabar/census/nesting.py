"""How deep mentions stand in one another."""

from collections.abc import Sequence

from khabar.model import Spans

_Bounds = tuple[tuple[int, int], ...]


def depths(mentions: Sequence[Spans]) -> list[int]:
    """The depth of each mention: 1, and 1 more for each stretch of other mentions around it.

    A mention stands in another if each of its parts lies in a part of the other; two of the same
    stretch do not stand in each other, and count as one around a third.

    Args:
        mentions: the spans of each.

    Example:
        >>> from khabar.model import Span
        >>> text = "وزير النقل"
        >>> whole, part = Span(start=0, end=10, text=text), Span(start=5, end=10, text=text[5:])
        >>> depths([(whole,), (part,), (part,)])
        [1, 2, 2]
    """
    bounds = [tuple((one.start, one.end) for one in spans) for spans in mentions]
    found: dict[_Bounds, int] = {}
    open_: list[_Bounds] = []
    for inner in sorted(set(bounds), key=_outer_first):
        start = inner[0][0]
        open_ = [one for one in open_ if one[-1][1] > start]
        found[inner] = 1 + sum(_within(inner, outer) for outer in open_) if open_ else 1
        open_.append(inner)
    return [found[one] for one in bounds]


def _outer_first(bounds: _Bounds) -> tuple[int, int, int, int]:
    """An order in which nothing comes before what it stands in: by extent, by what it covers."""
    start, end = bounds[0][0], bounds[-1][1]
    covered = end - start if len(bounds) == 1 else sum(last - first for first, last in bounds)
    return start, -end, -covered, len(bounds)


def _within(inner: _Bounds, outer: _Bounds) -> bool:
    return all(any(left <= start and end <= right for left, right in outer) for start, end in inner)
