"""What the rules share about one article: its spans, its ids and one scan of its text.

Each fact is worked out once, and answers first the cheap question whether anything is suspicious
at all. Offsets are half-open and count code points.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from khabar.model import Article, Quote, Span, Spans, span_groups, spans
from khabar.text import Claim, Judgement, judge

QUOTE_MARKS = frozenset("«»\"'“”„‟‘’‚‛‹›")
"""Marks that may stand at the edge of a span: they belong to what was said."""


_BREAKS = QUOTE_MARKS | frozenset(" \n.,:;!?،؛؟()[]{}-–—/…")


class Overlap(NamedTuple):
    """Two mentions that share text, by their numbers; the outer starts first or is longer.

    Two that share a part and go on apart (both provinces of "the provinces of X and Y") neither
    nest nor cross.
    """

    outer: int
    inner: int
    nested: bool
    crossing: bool


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
    """

    __slots__ = (
        "__dict__",
        "article",
        "entities",
        "ids",
        "misfits",
        "parted",
        "quotes",
        "spans",
        "text",
    )

    def __init__(self, article: Article) -> None:
        self.article = article
        self.text = article.text
        groups = _groups(article)
        self.spans = [span for group in groups for span in group]
        self.parted = [group for group in groups if len(group) > 1]
        self.misfits = _misfits(article.text, self.spans)
        self.entities = {one.id: one for one in reversed(article.entities)}
        self.quotes = {one.id: one for one in reversed(article.quotes)}
        kinds = article.mentions, article.entities, article.quotes, article.stances
        self.ids = [one.id for kind in kinds for one in kind]

    @cached_property
    def pointers(self) -> list[str]:
        """The JSON pointers of the spans."""
        return [pointer for pointer, _ in spans(self.article)]

    @cached_property
    def groups(self) -> list[tuple[str, tuple[Span, ...]]]:
        """The lists of spans that make up one annotation, with their JSON pointers."""
        return list(span_groups(self.article))

    @cached_property
    def judgement(self) -> Judgement:
        """Why spans do not select their words, judged over all spans of the article."""
        return judge(self.text, [Claim(one.start, one.end, one.text) for one in self.spans])

    @cached_property
    def printable(self) -> bool:
        """Whether the text has no control, format, private or unassigned character, nor any
        blank but space and LF.
        """
        return self.text.replace("\n", "").isprintable()

    @cached_property
    def odd_edges(self) -> list[int]:
        """Numbers of the fitting spans that start or end with what is no letter, digit or
        quotation mark.
        """
        texts = [one.text for one in self.spans]
        edges = {one[0] for one in texts} | {one[-1] for one in texts}
        odd = {char for char in edges - QUOTE_MARKS if not char.isalnum()}
        if not odd:
            return []
        return [
            number
            for number, one in enumerate(texts)
            if (one[0] in odd or one[-1] in odd) and number not in self.misfits
        ]

    @cached_property
    def inner_edges(self) -> list[tuple[int, int]]:
        """Number and offset of each edge of a fitting span with neither a blank nor a common sign
        on either side of it: where a word or a character may be cut.
        """
        text, breaks = self.text + " ", _BREAKS
        fitting = [
            (number, one)
            for number, one in enumerate(self.spans)
            if not self.misfits or number not in self.misfits
        ]
        edges = [
            (number, one.start) for number, one in fitting if text[one.start - 1] not in breaks
        ]
        edges += [(number, one.end) for number, one in fitting if text[one.end] not in breaks]
        return [
            (number, at)
            for number, at in edges
            if text[at] not in breaks and text[at - 1] not in breaks
        ]

    @cached_property
    def overlaps(self) -> list[Overlap]:
        """Pairs of mentions that share text; those whose offsets are wrong are left out."""
        mentions = self.article.mentions
        wrong = {self.spans[number] for number in self.misfits}
        order = sorted(
            [
                (one.spans[0].start, -one.spans[-1].end, at)
                for at, one in enumerate(mentions)
                if not wrong or wrong.isdisjoint(one.spans)
            ]
        )
        found: list[Overlap] = []
        open_: list[tuple[int, int]] = []
        last = 0
        for start, end, at in order:
            if start >= last:
                open_ = [(-end, at)]
                last = -end
                continue
            open_ = [one for one in open_ if one[0] > start]
            for _, outer in open_:
                found += _overlap(outer, mentions[outer].spans, at, mentions[at].spans)
            open_.append((-end, at))
            if -end > last:
                last = -end
        return found

    @cached_property
    def nested(self) -> list[tuple[int, int]]:
        """Numbers of mentions and of those directly within them, with none in between."""
        pairs = [(one.outer, one.inner) for one in self.overlaps if one.nested]
        within: dict[int, set[int]] = {}
        for outer, inner in pairs:
            within.setdefault(inner, set()).add(outer)
        return [
            (outer, inner)
            for outer, inner in pairs
            if not any(outer in within.get(other, ()) for other in within[inner] - {outer})
        ]

    @property
    def finished(self) -> bool:
        """Whether the article is said to be annotated, so that a gap in it is a fault."""
        return self.article.status in ("annotated", "adjudicated")

    @cached_property
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
