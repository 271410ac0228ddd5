"""Names where no mention is: the text outside the mentions of each article, searched at the end.

Which names to look for is only known when all articles have passed. Until then an article is kept
as its text without its mentions, compressed: a kilobyte for three.
"""

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from khabar.rules._corpus import Spot
from khabar.rules._index import Index
from khabar.rules._shingles import folded
from khabar.text import PROCLITICS, fold, fold_with_offsets, is_proclitic, proclitic

_BLANK = "\0"
"""Stands for every character of a mention."""

_SHOWN = 3
_CLITICS = 3
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufeff]")
"""Letters in the place of which folding may put several."""

_words = re.compile(r"\w+").findall


class Left(NamedTuple):
    """What is left of an article's text, offsets unchanged, when its mentions are blanked out.

    Attributes:
        spot: where the article stands.
        data: the text, compressed; folded, where folding leaves every letter in its place.
        folded: whether it is.
    """

    spot: Spot
    data: bytes
    folded: bool


class Misses:
    """How often a name stands outside any mention.

    Attributes:
        count: how often.
        places: article and offsets, from start to end, of the first three.
    """

    def __init__(self) -> None:
        self.count = 0
        self.places: list[tuple[Spot, int, int]] = []


def left(spot: Spot, index: Index) -> Left:
    """An article without its mentions, for `misses`."""
    key = folded(index)
    in_place = len(key) == len(index.text) and not _PRESENTATION.search(index.text)
    text = _blanked(key if in_place else index.text, index)
    return Left(spot, zlib.compress(text.encode("utf-8", "surrogatepass"), 1), in_place)


def _blanked(text: str, index: Index) -> str:
    done, parts = 0, []
    spans = sorted([(s.start, s.end) for one in index.article.mentions for s in one.spans])
    for start, claimed in spans:
        end = min(claimed, len(text))
        if start < end and done < end:
            parts += [text[done:start], _BLANK * (end - max(start, done))]
            done = end
    parts.append(text[done:])
    return "".join(parts)


def misses(names: Iterable[str], articles: Iterable[Left]) -> Mapping[str, Misses]:
    """Where names, folded, stand in what is left of articles; a longer name before a shorter."""
    heads: dict[str, list[str]] = {}
    for name in names:
        if found := _words(name):
            heads.setdefault(found[0], []).append(name)
    missed: dict[str, Misses] = {}
    for one in articles:
        text = zlib.decompress(one.data).decode("utf-8", "surrogatepass")
        for name, start, end in _occurrences(text if one.folded else fold(text), heads):
            found_of = missed.setdefault(name, Misses())
            found_of.count += 1
            if len(found_of.places) < _SHOWN:
                place = (start, end) if one.folded else _unfolded(text, start, end)
                found_of.places.append((one.spot, *place))
    return missed


def _unfolded(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets in a text of a stretch of its key."""
    offsets = fold_with_offsets(text)[1]
    return offsets[start], offsets[end - 1] + 1


def _occurrences(key: str, heads: Mapping[str, list[str]]) -> Iterator[tuple[str, int, int]]:
    for name in sorted(_possible(key, heads), key=len, reverse=True):
        start = key.find(name)
        while start >= 0:
            end = start + len(name)
            if _stands_alone(key, start, end):
                yield name, start, end
                key = key[:start] + _BLANK * len(name) + key[end:]
            start = key.find(name, start + 1)


def _possible(key: str, heads: Mapping[str, list[str]]) -> set[str]:
    """The names that stand in a text, word edges aside, found by their first words."""
    return {
        name
        for word in set(_words(key))
        for bare in _without_clitics(word)
        if bare in heads
        for name in heads[bare]
        if name in key
    }


def _without_clitics(word: str) -> Iterator[str]:
    """A word, and what is left of it behind up to three proclitics."""
    yield word
    for at in range(min(_CLITICS, len(word) - 1)):
        if word[at] not in PROCLITICS:
            return
        yield word[at + 1 :]


def _stands_alone(key: str, start: int, end: int) -> bool:
    """Whether words do not begin or end inside a longer one, proclitics aside."""
    before = proclitic(key, start)
    return (not before or is_proclitic(before)) and not proclitic(key, end)
