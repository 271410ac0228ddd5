"""One article as several annotators have it, and what of each is what of the others.

The matching is made once and shared by all measures and by the list of disagreements.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from khabar.agreement.matching import Extent, extent, jaccard, matched, paired
from khabar.model import Article, Entity, Mention, Quote, Stance, covered
from khabar.text import fold

_PARTS = {"entities": "mentions", "stances": "stance", "topics": "stance"}

MentionPair = tuple[Mention, Mention]
QuotePair = tuple[Quote, Quote]


class Comparison:
    """Passes of different annotators on one article.

    Attributes:
        articles: the passes, one an annotator; their texts are equal.
        annotators: whose they are, in the same order.
    """

    def __init__(self, articles: Sequence[Article], annotators: Sequence[str]) -> None:
        self.articles = tuple(articles)
        self.annotators = tuple(annotators)

    @property
    def id(self) -> str:
        """The article's id."""
        return self.articles[0].id

    def covers(self, layer: str) -> bool:
        """Whether all of them have annotated a layer; some passes are made layer by layer."""
        part = _PARTS.get(layer, layer)
        return all(part in (covered(article) or (part,)) for article in self.articles)

    def pairs(self) -> "Iterator[Comparison]":
        """Every two of the annotators."""
        if len(self.articles) == 2:
            yield self
            return
        for place, one in enumerate(self.articles):
            for other in range(place + 1, len(self.articles)):
                names = (self.annotators[place], self.annotators[other])
                yield Comparison((one, self.articles[other]), names)

    @cached_property
    def mentions(self) -> list[MentionPair]:
        """Mentions of the first and second annotator that are the same one.

        What has the same spans and type comes first, then the same spans; the rest is assigned by
        overlap, where a type in common counts as much as full overlap.
        """
        first, second = self.articles[:2]
        keys = (_mention_alike, _typed_extent, _extent)
        return paired(first.mentions, second.mentions, keys, _mention_score)

    @cached_property
    def quotes(self) -> list[QuotePair]:
        """Quotes that are the same one: by identical content, then by overlap of it.

        Of several on the very same words those with the same cue, type and polarity go together.
        """
        first, second = self.articles[:2]
        return paired(first.quotes, second.quotes, (_quote_alike, _content), _quote_score)

    @cached_property
    def entities(self) -> dict[str, str]:
        """Ids of the first annotator's entities, and of the second's that are the same.

        Assigned by how many matched mentions link to both, by the folded name and by the
        Wikidata item.
        """
        first, second = self.articles[:2]
        together: dict[tuple[str | None, str | None], int] = defaultdict(int)
        for one, other in self.mentions:
            together[one.entity, other.entity] += 1

        def score(one: Entity, other: Entity) -> float:
            same_name = fold(one.name) == fold(other.name)
            same_item = one.qid is not None and one.qid == other.qid
            return together[one.id, other.id] + same_name + same_item

        return {one.id: other.id for one, other in matched(first.entities, second.entities, score)}

    def same_entity(self, one: str | None, other: str | None) -> bool:
        """Whether an id of the first annotator and one of the second mean the same, or none."""
        if one is None or other is None or "article" in (one, other):
            return one == other
        return self.entities.get(one) == other

    def same_chain(self, one: Quote, other: Quote) -> bool:
        """Whether two quotes were passed on by the same parties in the same order."""
        ours, theirs = one.chain or (), other.chain or ()
        return len(ours) == len(theirs) and all(
            self.same_entity(a.relay, b.relay) for a, b in zip(ours, theirs, strict=True)
        )

    @cached_property
    def stances(self) -> "list[tuple[Stance | None, Stance | None]]":
        """Stances of one holder towards one target, by both annotators or by one alone.

        Two claims are one where they are worded alike but for folding, or rest on words in common.
        """
        first, second = self.articles[:2]
        both = matched(first.stances, second.stances, self._stance_score)
        ours, theirs = {a.id for a, _ in both}, {b.id for _, b in both}
        return [
            *both,
            *((one, None) for one in first.stances if one.id not in ours),
            *((None, one) for one in second.stances if one.id not in theirs),
        ]

    def _stance_score(self, one: Stance, other: Stance) -> float:
        if not self.same_entity(one.holder, other.holder):
            return 0.0
        # Where a pair is annotated twice, what else is alike decides.
        alike = (one.label == other.label) + 0.1 * (one.basis == other.basis)
        return self._target_score(one, other) * (1 + 0.1 * alike)

    def _target_score(self, one: Stance, other: Stance) -> float:
        ours, theirs = one.target, other.target
        if ours.entity is not None and theirs.entity is not None:
            return float(self.same_entity(ours.entity, theirs.entity))
        if ours.topic is not None:
            return float(ours.topic == theirs.topic)
        if ours.claim is not None and theirs.claim is not None:
            if fold(ours.claim) == fold(theirs.claim):
                return 1.0
            first, second = self.articles[:2]
            return 0.5 * jaccard(evidence(first, one), evidence(second, other))
        return jaccard(extent(ours.spans), extent(theirs.spans))


def evidence(article: Article, stance: Stance) -> Extent:
    """The ranges that a stance rests on: its spans, else the content of its quotes."""
    named = set(stance.quotes or ())
    contents = (span for quote in article.quotes if quote.id in named for span in quote.content)
    return extent(stance.spans or contents)


def _extent(mention: Mention) -> Extent:
    return extent(mention.spans)


def _typed_extent(mention: Mention) -> tuple[str, Extent]:
    return mention.type, extent(mention.spans)


def _mention_alike(mention: Mention) -> tuple[object, ...]:
    return mention.type, mention.level, mention.metonym, extent(mention.spans)


def _mention_score(one: Mention, other: Mention) -> float:
    overlap = jaccard(_extent(one), _extent(other))
    return overlap + (one.type == other.type) if overlap else 0.0


def _content(quote: Quote) -> Extent:
    return extent(quote.content)


def _quote_alike(quote: Quote) -> tuple[object, ...]:
    return quote.type, quote.polarity, extent(quote.cue), extent(quote.source), _content(quote)


def _quote_score(one: Quote, other: Quote) -> float:
    return jaccard(_content(one), _content(other))
