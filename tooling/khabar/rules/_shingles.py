"""Articles by their words, folded: digests, runs of five words, and which articles share them.

Two articles are near when half of their runs of five words, or more, are the same (Jaccard). Each
article is kept as the hashes of its runs, eight bytes a run. Candidates are found by the sixteen
smallest hashes of each (bottom-k MinHash): two articles that are near share three of them but for
two pairs in a thousand at the very edge. Each candidate is then compared run by run, so that what
is said of a pair is exact.
"""

from array import array
from collections.abc import Sequence
from functools import partial
from hashlib import blake2b
from heapq import nlargest, nsmallest
from typing import NamedTuple
from zlib import crc32

from khabar.rules._corpus import Spot, once
from khabar.rules._index import Index
from khabar.text import fold

LEAST = 0.5
"""From which share of common runs on two articles are near."""

_SKETCH = 16
_SHARED = 3
_MANY = 30
"""A run that so many articles have tells no two of them apart; more are not noted."""
_NEAREST = 8
_BITS = 64
_LOWEST = -1 << 63
_LIKELY = 40
_SIGNS = bytes(
    code if code >= 128 or chr(code).isalnum() or code == ord("_") else ord(" ")
    for code in range(256)
)
_WIDE = "،؛؟«»“”‘’„…–—\u00a0٪٫٬"


class Neighbour(NamedTuple):
    """An earlier article that is near.

    Attributes:
        spot: where it stands.
        share: runs of five words in both of all in either, at least `LEAST`.
        same: whether all the words are the same.
    """

    spot: Spot
    share: float
    same: bool


def folded(index: Index) -> str:
    """The matching key of an article's text, worked out once for all rules."""
    return once(index, "folded", partial(fold, index.text))


def words(key: str) -> list[bytes]:
    """The words of a matching key, without any sign between them.

    Example:
        >>> [word.decode() for word in words("قالت: «نعم، غدا».")]
        ['قالت', 'نعم', 'غدا']
    """
    for sign in _WIDE:
        if sign in key:
            key = key.replace(sign, " ")
    return key.encode("utf-8", "replace").translate(_SIGNS).split()


def words_of(index: Index) -> list[bytes]:
    """The words of an article's text, folded, worked out once for all rules."""
    return once(index, "words", lambda: words(folded(index)))


def digest(found: Sequence[bytes]) -> bytes:
    """Twelve bytes that stand for a sequence of words."""
    return blake2b(b" ".join(found), digest_size=12).digest()


def digest_of(index: Index) -> bytes:
    """The digest of an article's words."""
    return once(index, "digest", lambda: digest(words_of(index)))


def runs(found: Sequence[bytes]) -> set[int]:
    """Hashes, of 64 bits, of all runs of five words; the same in every run of the program."""
    numbers = list(map(crc32, found))
    shifted = zip(numbers, numbers[1:], numbers[2:], numbers[3:], numbers[4:], strict=False)
    return set(map(hash, shifted))


def smallest(found: set[int]) -> list[int]:
    """The hashes that stand for a set of them: the sixteen smallest, or all of fewer.

    Of evenly spread numbers some forty lie below a bound that is easily told; only these are
    sorted.
    """
    bound = _LOWEST + (_LIKELY << _BITS) // max(len(found), _LIKELY)
    low = [one for one in found if one < bound]
    return sorted(low)[:_SKETCH] if len(low) >= _SKETCH else nsmallest(_SKETCH, found)


class Neighbours:
    """The articles that have passed, by their runs of words."""

    def __init__(self) -> None:
        self._spots: list[Spot] = []
        self._runs: list[array[int]] = []
        self._digests: list[bytes] = []
        self._holders: dict[int, int | list[int]] = {}

    def of(self, index: Index, spot: Spot) -> list[Neighbour]:
        """The nearest of the earlier articles, nearest first; the article is one of them then."""
        return once(index, "neighbours", lambda: self.add(spot, words_of(index), digest_of(index)))

    def add(self, spot: Spot, found: Sequence[bytes], own: bytes) -> list[Neighbour]:
        """The nearest of the earlier articles; `found` are the article's words, `own` its digest.

        Args:
            spot: where the article stands.
            found: its words.
            own: the digest of its words.
        """
        mine = runs(found)
        sketch = smallest(mine)
        near = self._near(mine, sketch, own)
        self._note(sketch)
        self._spots.append(spot)
        self._runs.append(array("q", mine))
        self._digests.append(own)
        return near

    def _near(self, mine: set[int], sketch: list[int], own: bytes) -> list[Neighbour]:
        needed = min(_SHARED, (len(sketch) + 1) // 2)
        near = []
        for number, shared in self._counts(sketch).items():
            if shared >= needed:
                share = self._share(mine, number)
                if share >= LEAST:
                    same = self._digests[number] == own
                    near.append(Neighbour(self._spots[number], share, same))
        return nlargest(_NEAREST, near, key=lambda one: one.share)

    def _share(self, mine: set[int], number: int) -> float:
        theirs = self._runs[number]
        both = len(mine.intersection(theirs))
        return both / (len(mine) + len(theirs) - both)

    def _counts(self, sketch: list[int]) -> dict[int, int]:
        """How many hashes of a sketch are in those of each earlier article."""
        counts: dict[int, int] = {}
        for one in sketch:
            held = self._holders.get(one)
            if held is not None:
                for number in (held,) if isinstance(held, int) else held:
                    counts[number] = counts.get(number, 0) + 1
        return counts

    def _note(self, sketch: list[int]) -> None:
        number = len(self._spots)
        for one in sketch:
            held = self._holders.setdefault(one, number)
            if isinstance(held, list):
                if len(held) < _MANY:
                    held.append(number)
            elif held != number:
                self._holders[one] = [held, number]
