"""Tokens for the forms that ask for them: words, numbers and signs, and proclitics cut off.

Words come by the text alone. Where a proclitic ends cannot be read off a word (وزارة begins with
no و), so a word is cut only where a span says so: at an edge of its own after a proclitic.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable

from khabar.text.edges import is_proclitic, splits_grapheme

Bounds = tuple[int, int]
"""Start and end of a token, in code points."""

_MARKS = "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
_LETTER = rf"[\w{_MARKS}]"
_HIDDEN = "\\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00-\x1f\x7f-\x9f"
_TOKEN = re.compile(
    rf"[{_HIDDEN}]*"
    r"(?:(?P<number>\d+(?:[.,\u066b\u066c]\d+)+(?!\w))"
    rf"|(?P<word>{_LETTER}+(?:[\u200c\u200d]+{_LETTER}+)*)"
    rf"|(?P<sign>[^{_HIDDEN}]))"
)


def words(text: str) -> list[Bounds]:
    """The words, numbers and signs of a text, in order.

    Marks and tatweel stay in their word, digits around a decimal sign stay together, a sign is
    what a reader sees as one character. Blanks and invisible characters belong to no token.

    Example:
        >>> text = "قال: «12.5 كلم»."
        >>> [text[start:end] for start, end in words(text)]
        ['قال', ':', '«', '12.5', 'كلم', '»', '.']
    """
    found: list[Bounds] = []
    at = 0
    while match := _TOKEN.match(text, at):
        kind = match.lastgroup or ""
        start, at = match.span(kind)
        while kind == "sign" and splits_grapheme(text, at):
            at += 1
        found.append((start, at))
    return found


def cut(text: str, bounds: Iterable[Bounds], starts: Iterable[int]) -> list[Bounds]:
    """Tokens, cut where a span starts inside a word after a proclitic.

    Args:
        text: the text.
        bounds: its words, in order.
        starts: where spans start.

    Example:
        >>> text = "وروسيا وزارة"
        >>> [text[start:end] for start, end in cut(text, words(text), [1])]
        ['و', 'روسيا', 'وزارة']
    """
    found = list(bounds)
    firsts = [start for start, _ in found]
    for at in sorted(set(starts).difference(firsts), reverse=True):
        place = bisect_right(firsts, at) - 1
        start, end = found[place] if place >= 0 else (at, at)
        if start < at < end and is_proclitic(text[start:at]):
            found[place : place + 1] = [(start, at), (at, end)]
    return found
