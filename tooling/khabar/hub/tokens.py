"""The rows of the configuration ``tokens``: an article's words with its mentions as IOB2 tags.

Mentions nest, so there are three layers of tags, the outer before the inner. They begin inside
words, after a proclitic, so there are two views: of whole words, in which a mention takes the
proclitic in, and of words cut at the edges of mentions, from which every mention can be had back
exactly. What tags cannot say is listed beside them: which parts belong to one discontinuous
mention, and which mentions found no room.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from khabar.hub.rows import Row, head
from khabar.model import Article, Mention
from khabar.text import Bounds, words

LAYERS = ("ner_tags", "ner_tags_2", "ner_tags_3")
"""The columns of tags, the outermost mentions first."""

CUT = "cut_"
"""What the columns of the view with cut words begin with."""

OUTSIDE = "O"
_FREE = {OUTSIDE}


def iob(types: Iterable[str]) -> tuple[str, ...]:
    """The tags for types of mentions: a type added at the end leaves the others' numbers alone.

    Example:
        >>> iob(["PER", "ORG"])
        ('O', 'B-PER', 'I-PER', 'B-ORG', 'I-ORG')
    """
    return (OUTSIDE, *(f"{place}-{one}" for one in types for place in "BI"))


def tokens(article: Article) -> Iterator[Row]:
    """Yield the one row of an article; none if it was never labelled, for then O would be a lie."""
    if article.status == "raw" and not article.mentions:
        return
    mentions = sorted(article.mentions, key=_outer_first)
    whole = words(article.text)
    edges = {at for one in mentions for span in one.spans for at in (span.start, span.end)}
    view, cut = _View(article.text, whole), _View(article.text, cut_at(whole, edges))
    for one in mentions:
        view.tag(one)
    left = [one for one in mentions if not (cut.fits(one) and cut.tag(one))]
    yield (
        head(article)
        | view.columns("")
        | cut.columns(CUT)
        | {
            "discontinuous": [_listed(one) for one in mentions if len(one.spans) > 1],
            "untagged": [_listed(one) for one in left],
        }
    )


def _outer_first(one: Mention) -> tuple[int, int]:
    return one.spans[0].start, -one.spans[-1].end


def _listed(one: Mention) -> Row:
    return {"mention": one.id, "type": one.type, "spans": one.spans}


def cut_at(found: Sequence[Bounds], offsets: Iterable[int]) -> list[Bounds]:
    """Tokens, each cut in two wherever an offset falls inside it: after proclitics and enclitics.

    Example:
        >>> cut_at([(0, 6), (7, 9)], [1, 7])
        [(0, 1), (1, 6), (7, 9)]
    """
    starts, pieces = [start for start, _ in found], list(found)
    for at in sorted(offsets, reverse=True):
        place = bisect_right(starts, at) - 1
        start, end = pieces[place] if place >= 0 else (at, at)
        if start < at < end:
            pieces[place : place + 1] = [(start, at), (at, end)]
    return pieces


class _View:
    """The tokens of a text in one cutting, with the layers of their tags."""

    def __init__(self, text: str, found: Sequence[Bounds]) -> None:
        self._starts = [start for start, _ in found]
        self._ends = [end for _, end in found]
        self._words = [text[start:end] for start, end in found]
        self._layers = [[OUTSIDE] * len(found) for _ in LAYERS]

    def columns(self, prefix: str) -> Row:
        """The columns of the view."""
        layers = {f"{prefix}{name}": tags for name, tags in zip(LAYERS, self._layers, strict=True)}
        return {
            f"{prefix}tokens": self._words,
            f"{prefix}starts": self._starts,
            f"{prefix}ends": self._ends,
        } | layers

    def fits(self, one: Mention) -> bool:
        """Whether the parts of a mention begin and end where tokens do."""
        return all(
            part and (self._starts[part[0]], self._ends[part[-1]]) == (span.start, span.end)
            for part, span in zip(self._parts(one), one.spans, strict=True)
        )

    def tag(self, one: Mention) -> bool:
        """Write a mention into the outermost layer that has room; whether there is one."""
        parts = self._parts(one)
        for layer in self._layers:
            if all(part and set(layer[part.start : part.stop]) == _FREE for part in parts):
                for part in parts:
                    inner = [f"I-{one.type}"] * (len(part) - 1)
                    layer[part.start : part.stop] = [f"B-{one.type}", *inner]
                return True
        return False

    def _parts(self, one: Mention) -> list[range]:
        """The places of the tokens that share text with each part."""
        return [
            range(bisect_right(self._ends, span.start), bisect_left(self._starts, span.end))
            for span in one.spans
        ]


def tagged(row: Mapping[str, Any], prefix: str = CUT) -> list[tuple[str, int, int]]:
    """Type, start and end of every stretch that the tags of a row mark, layer by layer.

    Args:
        row: a row with the names of its tags.
        prefix: of the columns: `CUT` for exact edges, "" for whole words.

    Example:
        >>> row = {"starts": [0, 4], "ends": [3, 9], "ner_tags": ["B-PER", "I-PER"]}
        >>> tagged(row | {"ner_tags_2": ["O", "B-ORG"], "ner_tags_3": ["O", "O"]}, "")
        [('PER', 0, 9), ('ORG', 4, 9)]
    """
    starts, ends = row[f"{prefix}starts"], row[f"{prefix}ends"]
    found: list[tuple[str, int, int]] = []
    for name in LAYERS:
        for at, tag in enumerate(row[f"{prefix}{name}"]):
            place, _, kind = tag.partition("-")
            if place == "B":
                found.append((kind, starts[at], ends[at]))
            elif place == "I":
                found[-1] = kind, found[-1][1], ends[at]
    return found
