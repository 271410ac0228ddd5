"""What the rules share about one article: its spans, its ids and one scan of its text.

Each fact is worked out once, and answers first the cheap question whether anything is suspicious
at all. Offsets are half-open and count code points.
"""

from collections.abc import Callable, Iterator
from itertools import chain
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

from khabar.model import (
    Annotation,
    Article,
    Mention,
    Quote,
    Span,
    Spans,
    span_groups,
    spans,
)
from khabar.rules._names import key, said
from khabar.rules._scan import has
from khabar.text import Claim, Judgement, judge

_T = TypeVar("_T")

QUOTE_MARKS = frozenset("«»\"'“”„‟‘’‚‛‹›")
"""Marks that may stand at the edge of a span: they belong to what was said."""

_BREAKS = QUOTE_MARKS | frozenset(" \n.,:;!?،؛؟()[]{}-–—/…")
_LETTERS = frozenset(map(chr, (*range(0x621, 0x63B), *range(0x641, 0x64B))))
_PLAIN_EDGES = QUOTE_MARKS | _LETTERS | frozenset("0123456789")
_EASTERN_DIGITS = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"
_first, _last = itemgetter(0), itemgetter(-1)
_IN_NUMBERS = bytes([*b" .()-", *range(0x80, 0xC0)])
_OUTLINE = bytes(ord("0") if chr(byte) in "0123456789ßàáêïð" else ord("x") for byte in range(256))
"""UTF-8 without its second bytes: a byte a character, 0 where it may be a digit.

Digits of other scripts than the Arabic begin with one of six bytes.
"""


class Overlap(NamedTuple):
    """Two mentions that share text, by their numbers; the outer starts first or is longer.

    Two that share a part and go on apart (both provinces of "the provinces of X and Y") neither
    nest nor cross.
    """

    outer: int
    inner: int
    nested: bool
    crossing: bool


class fact(Generic[_T]):  # noqa: N801 - reads as a property
    """A property that is worked out once, without the lock that `cached_property` takes in 3.11."""

    def __init__(self, work: Callable[[Any], _T]) -> None:
        self._work = work
        self._name = work.__name__
        self.__doc__ = work.__doc__

    def __get__(self, index: "Index", _: type) -> _T:
        found = index.__dict__[self._name] = self._work(index)
        return found


class Index:
    """One article and what its rules ask of it.

    Attributes:
        article: the article.
        text: its text.
        spans: all its spans in the order of the file.
        misfits: numbers of the spans that do not select their words.
        entities: its entities by id, the first of those that share one.
        quotes: its quotes by id, likewise.
        ids: the ids of all its annotations, repeated ones too.
        parted: the lists of spans with more than one, in the order of the file.
        finished: whether the article is said to be annotated, so that a gap in it is a fault.
    """

    def __init__(self, article: Article) -> None:
        self.article = article
        self.text = article.text
        self.finished = article.status in ("annotated", "adjudicated")
        groups = _groups(article)
        self.spans = list(chain.from_iterable(groups))
        one_each = len(groups) == len(self.spans)
        self.parted = [] if one_each else [group for group in groups if len(group) > 1]
        self.misfits = _misfits(article.text, self.spans)
        self.entities = {one.id: one for one in reversed(article.entities)}
        self.quotes = {one.id: one for one in reversed(article.quotes)}
        kinds = article.mentions, article.entities, article.quotes, article.stances
        self.ids = [one.id for kind in kinds for one in kind]

    @fact
    def pointers(self) -> list[str]:
        """The JSON pointers of the spans."""
        return [pointer for pointer, _ in spans(self.article)]

    @fact
    def groups(self) -> list[tuple[str, tuple[Span, ...]]]:
        """The lists of spans that make up one annotation, with their JSON pointers."""
        return list(span_groups(self.article))

    @fact
    def judgement(self) -> Judgement:
        """Why spans do not select their words, judged over all spans of the article."""
        return judge(self.text, [Claim(one.start, one.end, one.text) for one in self.spans])

    @fact
    def printable(self) -> bool:
        """Whether the text has no control, format, private or unassigned character, nor any
        blank but space and LF.
        """
        return self.text.replace("\n", "").isprintable()

    @fact
    def odd_edges(self) -> list[int]:
        """Numbers of the fitting spans that start or end with what is no letter, digit or
        quotation mark.
        """
        texts = [one.text for one in self.spans]
        edges = {*map(_first, texts), *map(_last, texts)}
        odd = {char for char in edges - _PLAIN_EDGES if not char.isalnum()}
        if not odd:
            return []
        return [
            number
            for number, one in enumerate(texts)
            if (one[0] in odd or one[-1] in odd) and number not in self.misfits
        ]

    @fact
    def inner_edges(self) -> list[tuple[int, int]]:
        """Number and offset of each edge of a fitting span with neither a blank nor a common sign
        on either side of it: where a word or a character may be cut.
        """
        text, breaks, fitting = self.text + " ", _BREAKS, list(enumerate(self.spans))
        if self.misfits:
            fitting = [one for one in fitting if one[0] not in self.misfits]
        edges = [(at, one.start) for at, one in fitting if text[one.start - 1] not in breaks]
        edges += [(at, one.end) for at, one in fitting if text[one.end] not in breaks]
        return [
            (number, at)
            for number, at in edges
            if text[at] not in breaks and text[at - 1] not in breaks
        ]

    @fact
    def overlaps(self) -> list[Overlap]:
        """Pairs of mentions that share text; those whose offsets are wrong are left out."""
        mentions = self.article.mentions
        wrong = {self.spans[number] for number in self.misfits}
        order = sorted(
            [
                (one.spans[0].start, -one.spans[-1].end, number)
                for number, one in enumerate(mentions)
                if not wrong or wrong.isdisjoint(one.spans)
            ]
        )
        found: list[Overlap] = []
        open_: list[tuple[int, int]] = []
        last = 0
        for start, end, number in order:
            if start >= last:
                open_ = [(-end, number)]
                last = -end
                continue
            open_ = [one for one in open_ if one[0] > start]
            inner = mentions[number].spans
            for _, outer in open_:
                found += _overlap(outer, mentions[outer].spans, number, inner)
            open_.append((-end, number))
            if -end > last:
                last = -end
        return found

    @fact
    def nested(self) -> list[tuple[int, int]]:
        """Numbers of mentions and of those directly within them, with none in between."""
        pairs = [(outer, inner) for outer, inner, nested, _ in self.overlaps if nested]
        if len({inner for _, inner in pairs}) == len(pairs):
            return pairs
        within: dict[int, set[int]] = {}
        for outer, inner in pairs:
            within.setdefault(inner, set()).add(outer)
        return [
            (outer, inner)
            for outer, inner in pairs
            if not any(outer in within.get(other, ()) for other in within[inner] - {outer})
        ]

    @fact
    def encoded(self) -> bytes:
        """The text in UTF-8: which signs and blocks it has is told in no time by its bytes."""
        return self.text.encode("utf-8", "surrogatepass")

    @fact
    def long_number(self) -> bool:
        """Whether seven digits may stand in a row, single blanks and signs between them aside."""
        return self.eastern_digits or b"0000000" in self.encoded.translate(_OUTLINE, _IN_NUMBERS)

    @fact
    def eastern_digits(self) -> bool:
        """Whether the text has Arabic-Indic digits or their Persian variant."""
        return has(self.text, _EASTERN_DIGITS)

    @fact
    def surfaces(self) -> list[str]:
        """The words of each mention, its parts behind one another."""
        return [said(one) for one in self.article.mentions]

    @fact
    def keys(self) -> list[str]:
        """The words of each mention, folded."""
        return [key(words) for words in self.surfaces]

    @fact
    def entity_keys(self) -> list[str]:
        """The names of the entities, folded."""
        return [key(one.name) for one in self.article.entities]

    @fact
    def mentions(self) -> dict[str, list[tuple[int, Mention]]]:
        """The mentions of each entity with their numbers."""
        found: dict[str, list[tuple[int, Mention]]] = {}
        for at, mention in enumerate(self.article.mentions):
            if mention.entity is not None:
                found.setdefault(mention.entity, []).append((at, mention))
        return found

    @fact
    def quote_parts(self) -> list[list[tuple[int, int, str]]]:
        """The spans of each quote, in order: start, end and the field that each belongs to."""
        return [sorted(_parts(one)) for one in self.article.quotes]

    @fact
    def with_origin(self) -> list[tuple[str, Annotation]]:
        """The annotations with an origin of their own, with their JSON pointers."""
        article = self.article
        kinds: dict[str, tuple[Annotation, ...]] = {
            "mentions": article.mentions,
            "entities": article.entities,
            "quotes": article.quotes,
            "stances": article.stances,
        }
        return [
            (f"/{name}/{at}", one)
            for name, kind in kinds.items()
            for at, one in enumerate(kind)
            if one.origin is not None
        ]

    @fact
    def topics(self) -> list[tuple[str, str]]:
        """The topic codes of the article and of its stances' targets, with their pointers."""
        found = [(f"/topics/{at}", code) for at, code in enumerate(self.article.topics)]
        for at, stance in enumerate(self.article.stances):
            if stance.target.topic is not None:
                found.append((f"/stances/{at}/target/topic", stance.target.topic))
        return found

    def parents(self, quote: Quote) -> Iterator[Quote]:
        """The quotes that a quote is nested in, from the inside out; a cycle is walked once."""
        seen = {quote.id}
        while quote.parent in self.quotes and quote.parent not in seen:
            seen.add(quote.parent)
            quote = self.quotes[quote.parent]
            yield quote


def _groups(article: Article) -> list[tuple[Span, ...]]:
    """The lists of spans in the order of `khabar.model.span_groups`, without their pointers."""
    found = [one.spans for one in article.mentions]
    for quote in article.quotes:
        found.append(quote.content)
        if quote.cue:
            found.append(quote.cue)
        if quote.source:
            found.append(quote.source)
        if quote.chain:
            found += [
                part for one in quote.chain for part in (one.cue, one.source) if part is not None
            ]
    for stance in article.stances:
        if stance.target.spans:
            found.append(stance.target.spans)
        if stance.spans:
            found.append(stance.spans)
    return found


def _parts(quote: Quote) -> list[tuple[int, int, str]]:
    parts = [(span.start, span.end, "content") for span in quote.content]
    if quote.cue:
        parts += [(span.start, span.end, "cue") for span in quote.cue]
    if quote.source:
        parts += [(span.start, span.end, "source") for span in quote.source]
    for step, relay in enumerate(quote.chain or ()):
        for name, group in (("cue", relay.cue), ("source", relay.source)):
            parts += [(one.start, one.end, f"chain/{step}/{name}") for one in group or ()]
    return parts


def _misfits(text: str, found: list[Span]) -> list[int]:
    length = len(text)
    return [
        number
        for number, one in enumerate(found)
        if text[one.start : one.end] != one.text or one.end > length
    ]


def _overlap(outer: int, a: Spans, inner: int, b: Spans) -> list[Overlap]:
    """How two mentions share text, part by part; nothing if only their extents do."""
    if len(a) == 1 and len(b) == 1:
        nested = b[0].end <= a[0].end
        return [Overlap(outer, inner, nested, not nested)]
    pairs = [(x, y) for x in a for y in b if x.start < y.end and y.start < x.end]
    if not pairs:
        return []
    crossing = not all(_holds(x, y) or _holds(y, x) for x, y in pairs)
    nested = all(any(_holds(x, y) for x in a) for y in b)
    return [Overlap(outer, inner, nested, crossing)]


def _holds(one: Span, other: Span) -> bool:
    return one.start <= other.start and other.end <= one.end
