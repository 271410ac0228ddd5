"""Tokens for the forms that ask for them: words, numbers and signs, and proclitics cut off.

Words come by the text alone. Where a proclitic ends cannot be read off a word (وزارة begins with
no و), so a word is cut only where a span says so: at an edge of its own after a proclitic.
"""

import re
from collections.abc import Iterable
from itertools import pairwise

from khabar.text.edges import is_proclitic, splits_grapheme

Bounds = tuple[int, int]
"""Start and end of a token, in code points."""

_MARKS = "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
_LETTER = rf"[\w{_MARKS}]"
_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,\u066b\u066c]\d+)+(?!\w))"
    rf"|(?P<word>{_LETTER}+(?:[\u200c\u200d]+{_LETTER}+)*)"
    "|(?P<hidden>[\\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00-\x1f\x7f-\x9f])"
    "|(?P<sign>.)"
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
        start, at = match.span()
        if match.lastgroup == "hidden":
            continue
        if match.lastgroup == "sign":
            while splits_grapheme(text, at):
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
    inside = sorted(set(starts))
    found: list[Bounds] = []
    at = 0
    for start, end in bounds:
        while at < len(inside) and inside[at] <= start:
            at += 1
        edges = [start]
        while at < len(inside) and inside[at] < end:
            if is_proclitic(text[start : inside[at]]):
                edges.append(inside[at])
            at += 1
        found.extend(pairwise([*edges, end]))
    return found
