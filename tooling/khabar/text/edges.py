"""Edges of words and of user-perceived characters, and the proclitics of Arabic.

The grapheme test covers the extended clusters of Unicode Standard Annex 29 that occur beside
Arabic: combining marks, joiners, emoji sequences, flags and prepended signs.
"""

import re
import unicodedata

PROCLITICS = frozenset("وفبكل")
"""Letters written onto the next word that stay outside a mention."""

_WORD = re.compile(r"[\w\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d]+")
_MARKS = re.compile(r"[\u0640\u064b-\u065f\u0670]")
_PREPENDED = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd")
_JOINER = "\u200d"


def splits_grapheme(text: str, offset: int) -> bool:
    """Whether an offset falls inside what a reader sees as one character.

    Example:
        >>> splits_grapheme("خبَر", 2), splits_grapheme("خبَر", 3)
        (True, False)
    """
    if not 0 < offset < len(text):
        return False
    before, after = text[offset - 1], text[offset]
    if after <= "\u02ff" and before != "\r":
        return False
    if before == "\r":
        return after == "\n"
    if "\u0621" <= after <= "\u064a":
        return before in _PREPENDED
    return (
        unicodedata.category(after) in ("Mn", "Me", "Mc")
        or after in ("\u200c", _JOINER)
        or before in _PREPENDED
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or (before == _JOINER and unicodedata.category(after) == "So")
        or _splits_flag(text, offset)
        or "\U000e0020" <= after <= "\U000e007f"
    )


def _splits_flag(text: str, offset: int) -> bool:
    """Flags are pairs of regional indicators, counted from the start of their run."""
    if not (_is_indicator(text[offset]) and _is_indicator(text[offset - 1])):
        return False
    first = offset
    while first and _is_indicator(text[first - 1]):
        first -= 1
    return (offset - first) % 2 == 1


def _is_indicator(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def word_around(text: str, offset: int) -> tuple[int, int] | None:
    """Start and end of the word that an offset cuts, None if it falls on an edge.

    Example:
        >>> word_around("في وروسيا", 4)
        (3, 9)
    """
    if not 0 < offset < len(text):
        return None
    if not (_WORD.fullmatch(text[offset - 1]) and _WORD.fullmatch(text[offset])):
        return None
    start = offset
    while start and _WORD.fullmatch(text[start - 1]):
        start -= 1
    found = _WORD.match(text, start)
    return (start, found.end() if found else offset)


def proclitic(text: str, start: int) -> str:
    """The letters of the word before a mention that starts inside it, "" if there are none.

    Example:
        >>> proclitic("وروسيا", 1), proclitic("للولايات", 1), proclitic("روسيا", 0)
        ('و', 'ل', '')
    """
    word = word_around(text, start)
    return text[word[0] : start] if word else ""


def is_proclitic(letters: str) -> bool:
    """Whether letters, their marks aside, are a chain of proclitics as in و, ل, وب.

    Example:
        >>> is_proclitic("و"), is_proclitic("وَلِ"), is_proclitic("ال")
        (True, True, False)
    """
    bare = _MARKS.sub("", letters)
    return 0 < len(bare) <= 3 and set(bare) <= PROCLITICS
