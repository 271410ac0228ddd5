"""Long quotes that stand in several articles: whole ones, or a long stretch of them.

The words of a quote's content, folded. A quote of fifteen words or more is one passage; of a longer
one every run of twenty words is, so that a quote that was cut at its head or tail is still found.
"""

from collections.abc import Iterator
from typing import NamedTuple
from zlib import crc32

from khabar.model import Quote
from khabar.rules._corpus import Spot, once
from khabar.rules._index import Index
from khabar.rules._said import said
from khabar.rules._shingles import words
from khabar.text import fold

FEWEST = 15
"""Words of a quote that is long."""

RUN = 20
"""Words in a row that longer quotes have in common."""


class Repeat(NamedTuple):
    """A long quote that an earlier article has, too.

    Attributes:
        at: the quote's number.
        quote: the quote.
        spot: where the earlier article stands.
        whole: whether all of the quote is there, not only a run of `RUN` words.
    """

    at: int
    quote: Quote
    spot: Spot
    whole: bool


class Passages:
    """The articles that have passed, by their long quotes."""

    def __init__(self) -> None:
        self._first: dict[int, Spot] = {}

    def of(self, index: Index, spot: Spot) -> list[Repeat]:
        """The long quotes that earlier articles have, too; the article is one of those then.

        Of each quote and other article one; a passage belongs to the first article that had it.
        """
        return once(index, "passages", lambda: list(self._repeats(index, spot)))

    def _repeats(self, index: Index, spot: Spot) -> Iterator[Repeat]:
        for at, quote, length, _ in said(index):
            if length < FEWEST:
                continue
            keys = passages([one for part in quote.content for one in words(fold(part.text))])
            found: dict[Spot, int] = {}
            for key in keys:
                there = self._first.setdefault(key, spot)
                if there is not spot:
                    found[there] = found.get(there, 0) + 1
            for there, count in found.items():
                yield Repeat(at, quote, there, count == len(keys))


def passages(found: list[bytes]) -> list[int]:
    """Hashes, of 64 bits, that stand for the passages of a quote; its words are given.

    Example:
        >>> [len(passages([b"a"] * 9 + [b"b"] * more)) for more in (5, 6, 10, 11, 12)]
        [0, 1, 1, 1, 2]
    """
    if len(found) < FEWEST:
        return []
    numbers = list(map(crc32, found))
    runs = range(max(1, len(numbers) - RUN + 1))
    return [hash(tuple(numbers[at : at + RUN])) for at in runs]
