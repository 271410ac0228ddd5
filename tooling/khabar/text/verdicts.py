"""Why a span's words are not what its offsets select, and where they really stand.

Producers count differently: UTF-16 units, UTF-8 bytes, CRLF as two, escaped HTML, inclusive ends.
One wrong span proves little; a cause is believed only when it explains every span of the text at
once, and no other does so with other places. Nothing is guessed: what is not explained so stays as
it is, with a verdict.
"""

import html
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import Literal, NamedTuple

from khabar.text.folding import fold
from khabar.text.units import Utf16Offsets

Cause = Literal[
    "exact",
    "edge-blanks",
    "folded",
    "utf16",
    "utf8",
    "crlf",
    "escaped",
    "inclusive-end",
    "shifted",
    "lost",
]

SENTENCES: dict[Cause, str] = {
    "exact": "the offsets select the words",
    "edge-blanks": "there are blanks at the edge",
    "folded": "the words were normalized (marks, alef, yeh or tatweel differ)",
    "utf16": "the offsets count UTF-16 units, not code points",
    "utf8": "the offsets count UTF-8 bytes, not code points",
    "crlf": "the offsets count line ends with another width",
    "escaped": "the offsets count into text with escaped HTML",
    "inclusive-end": "the end offset is inclusive",
    "shifted": "the offsets are shifted",
    "lost": "no known cause explains the difference",
}

_BLANKS = re.compile(r"(?:\\n|\s)+")
_NEAR = 200


class Claim(NamedTuple):
    """What a producer says of a span: offsets in its own unit and the words selected."""

    start: int
    end: int
    text: str


class Verdict(NamedTuple):
    """What became of a claim.

    Attributes:
        cause: why offsets and words disagree; ``exact`` when they do not.
        start: where the words stand, in code points; as claimed when lost.
        end: after the last of them.
        shift: by how many code points, for ``shifted``.
    """

    cause: Cause
    start: int
    end: int
    shift: int = 0


class Judgement(NamedTuple):
    """The verdicts on all claims about one text.

    Attributes:
        verdicts: one for each claim, in order.
        agreed: whether one cause explains every claim, so that repair is safe.
    """

    verdicts: list[Verdict]
    agreed: bool


Equal = Callable[[str, str], bool]


def equal_words(selected: str, claimed: str) -> bool:
    """The plain comparison: the same code points."""
    return selected == claimed


def equal_as_shown(selected: str, claimed: str) -> bool:
    r"""The comparison for words read off a Label Studio page.

    A newline is stored there as a backslash and an n, runs of blanks collapse, a tab may vanish.

    Example:
        >>> equal_as_shown("بعد\nغد", "بعد\\nغد")
        True
    """
    return selected == claimed or _shown(selected) == _shown(claimed)


def _shown(text: str) -> str:
    return _BLANKS.sub("", text)


def judge(text: str, claims: Sequence[Claim], equal: Equal = equal_words) -> Judgement:
    """Give a verdict on every claim about a text.

    Args:
        text: the text the claims are about.
        claims: offsets and words as a producer gave them.
        equal: how selected and claimed words compare.

    Example:
        >>> judge("خبر 😀 جديد", [Claim(7, 11, "جديد")]).verdicts[0]
        Verdict(cause='utf16', start=6, end=10, shift=0)
    """
    harmless = [_in_place(text, claim, equal) for claim in claims]
    if all(harmless):
        return Judgement([one for one in harmless if one], agreed=True)
    found = list(explanations(text, claims, equal))
    if found and all(one.places == found[0].places for one in found):
        return Judgement(found[0].verdicts, agreed=True)
    one_by_one = [
        place or _alone(text, claim, equal) for place, claim in zip(harmless, claims, strict=True)
    ]
    return Judgement(one_by_one, agreed=False)


def _in_place(text: str, claim: Claim, equal: Equal) -> Verdict | None:
    """A verdict for a claim whose words stand where it says, edges and spelling aside."""
    start, end, words = claim
    if not 0 <= start < end <= len(text):
        return None
    selected = text[start:end]
    bare = selected.strip()
    if equal(selected, words) or (bare and equal(bare, words.strip())):
        if selected == bare or not bare:
            return Verdict("exact", start, end)
        left = len(selected) - len(selected.lstrip())
        return Verdict("edge-blanks", start + left, start + left + len(bare))
    if fold(selected) == fold(words):
        return Verdict("folded", start, end)
    return None


class Explanation(NamedTuple):
    """A cause under which every claim about a text selects its words.

    Attributes:
        cause: the cause.
        verdicts: one for each claim, in order.
        shift: by how many code points, for ``shifted``.
    """

    cause: Cause
    verdicts: list[Verdict]
    shift: int = 0

    @property
    def places(self) -> list[tuple[int, int]]:
        """Where it puts the claims."""
        return [(one.start, one.end) for one in self.verdicts]


def explanations(
    text: str, claims: Sequence[Claim], equal: Equal = equal_words
) -> Iterable[Explanation]:
    """Yield every cause that explains all claims about a text; mostly none or one.

    A shift is asked about last: it explains the more, and so proves the less.

    Args:
        text: the text the claims are about.
        claims: offsets and words as a producer gave them.
        equal: how selected and claimed words compare.
    """
    found = False
    for cause, read in _readings(text):
        verdicts = _all_under(text, claims, cause, read, equal)
        if verdicts:
            found = True
            yield Explanation(cause, verdicts)
    if found:
        return
    for shift in _shifts(text, claims):
        verdicts = [
            Verdict("shifted", start + shift, end + shift, shift)
            for start, end, words in claims
            if start + shift >= 0 and equal(text[start + shift : end + shift], words)
        ]
        if len(verdicts) == len(claims):
            yield Explanation("shifted", verdicts, shift)


def _all_under(
    text: str, claims: Sequence[Claim], cause: Cause, read: "Reading", equal: Equal
) -> list[Verdict]:
    """The verdicts under a reading; none if it leaves a claim unexplained."""
    verdicts: list[Verdict] = []
    for claim in claims:
        verdict = _under(text, claim, cause, read, equal)
        if verdict is None:
            return []
        verdicts.append(verdict)
    return verdicts


def _shifts(text: str, claims: Sequence[Claim]) -> list[int]:
    """The shifts that are possible for the claim whose words are rarest around it."""
    found = [
        [at - claim.start for at in _around(text, claim) if at != claim.start]
        for claim in claims
        if claim.text.strip() and claim.end - claim.start == len(claim.text)
    ]
    return min(found, key=len, default=[])


def _around(text: str, claim: Claim) -> list[int]:
    """Where the words of a claim stand near the place that it states."""
    low = max(0, claim.start - _NEAR)
    window = text[low : max(0, claim.start) + len(claim.text) + _NEAR]
    places: list[int] = []
    at = window.find(claim.text)
    while at >= 0:
        places.append(low + at)
        at = window.find(claim.text, at + 1)
    return places


Reading = Callable[[Claim], tuple[int, int]]


def _readings(text: str) -> Iterable[tuple[Cause, Reading]]:
    utf16 = Utf16Offsets(text)
    if utf16.length != utf16.length_utf16:
        yield "utf16", lambda c: (utf16.to_code_points(c.start), utf16.to_code_points(c.end))
    if not text.isascii():
        yield "utf8", _wider(text, lambda char: len(char.encode("utf-8", "surrogatepass")))
    if "\n" in text:
        yield "crlf", _wider(text, lambda char: 2 if char == "\n" else 1)
    if "\r\n" in text:
        yield "crlf", _wider(text, lambda char: char != "\r")
    if any(char in text for char in "&<>\"'"):
        yield "escaped", _wider(text, lambda char: len(html.escape(char)))
        yield "escaped", _wider(text, lambda char: len(html.escape(char, quote=False)))
    yield "inclusive-end", lambda c: (c.start, c.end + 1)


def _wider(text: str, width: Callable[[str], int]) -> Reading:
    """Read offsets into a text some of whose characters took more room."""
    widths = {char: width(char) for char in set(text)}
    starts = [0, *accumulate(map(widths.__getitem__, text))]

    def read(claim: Claim) -> tuple[int, int]:
        return bisect_left(starts, claim.start), bisect_left(starts, claim.end)

    return read


def _under(text: str, claim: Claim, cause: Cause, read: Reading, equal: Equal) -> Verdict | None:
    try:
        start, end = read(claim)
    except ValueError:
        return None
    words = html.unescape(claim.text).replace("\r\n", "\n")
    if 0 <= start < end <= len(text) and equal(text[start:end], words):
        moved = (start, end) != (claim.start, claim.end)
        return Verdict(cause if moved else "exact", start, end)
    return None


def _alone(text: str, claim: Claim, equal: Equal) -> Verdict:
    """The verdict on a claim by itself: the first reading that explains it, or a near place."""
    for cause, read in _readings(text):
        if verdict := _under(text, claim, cause, read, equal):
            return verdict
    shifts = _shifts(text, [claim])
    if len(shifts) == 1:
        return Verdict("shifted", claim.start + shifts[0], claim.end + shifts[0], shifts[0])
    return Verdict("lost", claim.start, claim.end)
