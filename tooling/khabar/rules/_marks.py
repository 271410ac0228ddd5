"""Quotation marks of a text: which belong together, and which have no other half.

Straight marks are told apart by their turn in the paragraph and by the blanks beside them. A pair
never crosses a line feed. Apostrophes and single marks are left alone: in Arabic news they mostly
stand for the hamza or the ayn of a foreign name.
"""

import re
from typing import NamedTuple

from khabar.rules._index import Index
from khabar.rules._scan import places

OPENING = {"«": "»", "“": "”", "„": "“", "‹": "›"}
"""Opening marks and the closing marks that are theirs."""

_CLOSING = frozenset("»”›")
_FAMILY = {
    "«": "guillemets",
    "»": "guillemets",
    "‹": "guillemets",
    "›": "guillemets",
    "“": "curly",
    "”": "curly",
    "„": "curly",
    '"': "straight",
}
_BEFORE = re.compile(r"(?:^|[\s(\[])(?:[وفبكل]\u0640?)?$")
"""What stands before a mark that opens: a blank, and perhaps a proclitic."""


class Pair(NamedTuple):
    """Two marks and what is between them; half-open, the marks inside."""

    start: int
    end: int
    first: str
    last: str


class Marks(NamedTuple):
    """What a text has in quotation marks.

    Attributes:
        pairs: marks that belong together, by the offset of the closing one.
        alone: offsets of marks without another half.
        reversed: pairs that open with a closing mark and close with an opening one.
    """

    pairs: tuple[Pair, ...] = ()
    alone: tuple[int, ...] = ()
    reversed: tuple[Pair, ...] = ()


def marks(index: Index) -> Marks:
    """The quotation marks of the text, found once for an article."""
    found: Marks | None = index.__dict__.get("marks")
    if found is None:
        found = index.__dict__["marks"] = matched(index.text)
    return found


def family(mark: str) -> str:
    """The family of a mark: guillemets, curly or straight."""
    return _FAMILY[mark]


def matched(text: str) -> Marks:
    r"""Match the marks of a text, paragraph by paragraph.

    Example:
        >>> matched('قالت: «نعم» ثم "لا').pairs
        (Pair(start=6, end=11, first='«', last='»'),)
    """
    pairs: list[Pair] = []
    alone: list[int] = []
    open_: list[int] = []
    for at in sorted([at for mark in _FAMILY if mark in text for at in places(text, mark)]):
        if open_ and text.find("\n", open_[-1], at) >= 0:
            alone += open_
            open_ = []
        mark, role = text[at], _role(text, at, text[open_[-1]] if open_ else "")
        if role == "new":
            alone.append(open_.pop())
        if role == "close":
            pairs.append(Pair(open_[-1], at + 1, text[open_.pop()], mark))
        elif role == "alone":
            alone.append(at)
        else:
            open_.append(at)
    backward = tuple(filter(_backward, pairs))
    straight = [one for one in pairs if not _backward(one)] if backward else pairs
    return Marks(tuple(straight), tuple(sorted(alone + open_)), backward)


def _role(text: str, at: int, top: str) -> str:
    """What a mark does while another is open: close it, open a pair of its own, or nothing.

    "new" is a straight mark that plainly opens a pair although another straight one is open.
    """
    mark = text[at]
    if mark in _CLOSING:
        if top and (top not in _CLOSING or top == mark):
            return "close"
        return "alone" if not _starts_word(text, at) and _ends_word(text, at) else "open"
    if mark == '"':
        if top == mark:
            return "new" if _starts_word(text, at) else "close"
        if top:
            return "open" if _starts_word(text, at) else "close"
        return "alone" if _ends_word(text, at) else "open"
    if top in _CLOSING or (top in ("„", "“") and mark == "“"):
        return "open" if _starts_word(text, at) else "close"
    return "open"


def _backward(pair: Pair) -> bool:
    return pair.first in _CLOSING and pair.last in OPENING


def _starts_word(text: str, at: int) -> bool:
    """Whether a mark stands before a word and behind a blank or a proclitic."""
    after = text[at + 1 : at + 2]
    return _starts(text, at) and (after.isalnum() or after in tuple("(«“"))


def _ends_word(text: str, at: int) -> bool:
    """Whether a mark stands behind a word that is no proclitic, and before none."""
    after = text[at + 1 : at + 2]
    return text[at - 1 : at].strip() != "" and not after.isalnum() and not _starts(text, at)


def _starts(text: str, at: int) -> bool:
    """Whether what stands before a mark lets it open."""
    return _BEFORE.search(text[max(0, at - 3) : at]) is not None
