"""Names as they stand in the text: the mentions of names with their matching keys."""

from collections.abc import Iterator
from typing import NamedTuple

from khabar.model import Mention
from khabar.rules._corpus import once
from khabar.rules._index import Index
from khabar.text import fold

_QUANTITIES = ("DATE", "NUM")
_SHORTEST = 4


class Name(NamedTuple):
    """A mention of level ``name``, written in one piece.

    Attributes:
        at: its number in the list of mentions.
        key: its words, folded.
        mention: the mention.
    """

    at: int
    key: str
    mention: Mention


def names(index: Index) -> list[Name]:
    """The names of an article that are telling: of two words, or of four letters or more."""
    return once(index, "names", lambda: list(_names(index)))


def _names(index: Index) -> Iterator[Name]:
    wrong = {index.spans[number] for number in index.misfits} if index.misfits else ()
    for at, one in enumerate(index.article.mentions):
        if one.level == "name" and one.type not in _QUANTITIES and len(one.spans) == 1:
            if wrong and one.spans[0] in wrong:
                continue
            key = fold(one.spans[0].text)
            if len(key) >= _SHORTEST or " " in key:
                yield Name(at, key, one)
