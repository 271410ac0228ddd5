"""Mentions as columns of tags over tokens, and tags as stretches of tokens.

What tags cannot say stands beside them in comments, for every mention its id, type and offsets:
edges inside a token, parts of a discontinuous mention, a fourth layer. Laying those mentions over
the tokens once more tells which tags somebody has edited since.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from khabar.model import Mention, Span
from khabar.text import Bounds

DEPTH = 3
"""Columns of tags: mentions nest at most three deep."""

OUTSIDE = "O"


class Stretch(NamedTuple):
    """What one run of tags says.

    Attributes:
        start: offset of its first token.
        end: offset after its last token.
        type: type of the mention.
    """

    start: int
    end: int
    type: str


class Laid(NamedTuple):
    """Mentions laid over tokens.

    Attributes:
        columns: a list of tags for each layer, the outermost first.
        depths: how many layers each token is in.
        stretches: those of each mention; none where it has no token or no layer is left.
    """

    columns: list[list[str]]
    depths: list[int]
    stretches: list[list[Stretch]]


def laid(mentions: Iterable[Mention], tokens: Sequence[Bounds]) -> Laid:
    """Lay mentions over tokens, each a column further in than those it shares a token with.

    Args:
        mentions: in canonical order, the outer before the inner.
        tokens: start and end of each.
    """
    starts, ends = [start for start, _ in tokens], [end for _, end in tokens]
    columns = [[OUTSIDE] * len(tokens) for _ in range(DEPTH)]
    depths = [0] * len(tokens)
    found: list[list[Stretch]] = []
    for one in mentions:
        parts = _parts(starts, ends, one.spans)
        layer = max([max(depths[first:last]) for first, last in parts], default=0)
        own: list[Stretch] = []
        for first, last in parts if layer < DEPTH else ():
            column = columns[layer]
            column[first] = f"B-{one.type}"
            if last > first + 1:
                column[first + 1 : last] = [f"I-{one.type}"] * (last - first - 1)
            depths[first:last] = [layer + 1] * (last - first)
            own.append(Stretch(starts[first], ends[last - 1], one.type))
        found.append(own)
    return Laid(columns, depths, found)


def _parts(
    starts: Sequence[int], ends: Sequence[int], spans: Sequence[Span]
) -> list[tuple[int, int]]:
    """The tokens that share text with spans, as the first and the one after the last of a run."""
    found: list[tuple[int, int]] = []
    for span in spans:
        first, last = bisect_right(ends, span.start), bisect_left(starts, span.end)
        if found and first < found[-1][1]:  # two parts in one token
            found[-1] = found[-1][0], last
        elif first < last:
            found.append((first, last))
    return found


def stretches(tokens: Sequence[Bounds], tags: Sequence[Sequence[str]]) -> list[Stretch]:
    """What tags say, in the order in which they begin, line by line.

    Columns are layers where every token has as many; where they come and go, as in Wojood's
    files, a tag goes on with what has its type. An I with nothing to go on with begins anew.

    Example:
        >>> stretches([(0, 1), (1, 6)], [["B-ORG", "O"], ["I-ORG", "B-GPE"]])
        [Stretch(start=0, end=6, type='ORG'), Stretch(start=1, end=6, type='GPE')]
    """
    by_column = len({len(one) for one in tags}) <= 1
    found: list[Stretch] = []
    running: dict[object, int] = {}
    for (start, end), own in zip(tokens, tags, strict=True):
        still: dict[object, int] = {}
        for column, tag in enumerate(own):
            place, _, kind = tag.partition("-")
            if not kind:
                continue
            key: object = column if by_column else kind
            at = running.get(key)
            if place == "I" and at is not None and found[at].type == kind:
                found[at] = found[at]._replace(end=end)
            else:
                at = len(found)
                found.append(Stretch(start, end, kind))
            still[key] = at
        running = still
    return found
