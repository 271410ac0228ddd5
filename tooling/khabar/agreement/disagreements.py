"""Every place where two annotators differ, and in what."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from khabar.agreement.comparison import Comparison
from khabar.agreement.matching import extent
from khabar.model import Article, Mention, Quote, Span, Stance


class Disagreement(Struct, frozen=True, kw_only=True):
    """One difference between two annotators.

    Attributes:
        article: the article's id.
        layer: ``mentions``, ``quotes``, ``stances`` or ``topics``.
        kind: ``missing``, ``boundary``, ``type``, ``level``, ``link``, ``cue``, ``source``,
            ``speaker``, ``addressee``, ``chain``, ``polarity``, ``parent``, ``label``, ``basis`` or
            ``main``.
        annotators: the two.
        ids: what the annotation is called by each; None where it is missing.
        values: what each says.
        start: first code point of the text concerned, None for what has no place.
        end: after the last one.
        text: the words concerned.
    """

    article: str
    layer: str
    kind: str
    annotators: tuple[str, str]
    ids: tuple[str | None, str | None]
    values: tuple[str, str]
    start: int | None = None
    end: int | None = None
    text: str = ""


def disagreements(comparison: Comparison) -> Iterator[Disagreement]:
    """Everything in which the first two annotators of a comparison differ, in text order."""
    look = _Look(comparison)
    layers = {
        "mentions": look.mentions,
        "quotes": look.quotes,
        "stances": look.stances,
        "topics": look.topics,
    }
    order = list(layers)
    found = [one for layer in order if comparison.covers(layer) for one in layers[layer]()]
    yield from sorted(found, key=lambda one: (order.index(one.layer), one.start or 0, one.end or 0))


_Values = tuple[str, object, object]
"""A kind of disagreement and the two values."""


class _Look:
    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.first, self.second = comparison.articles[:2]
        self._names = tuple(
            {one.id: one.name for one in article.entities} for article in comparison.articles[:2]
        )

    def mentions(self) -> Iterator[Disagreement]:
        pairs = self.comparison.mentions
        yield from self._missing("mentions", pairs, self.first.mentions, self.second.mentions)
        for one, other in pairs:
            values: list[_Values] = [
                ("type", one.type, other.type),
                ("level", one.level, other.level),
                ("metonym", one.metonym, other.metonym),
            ]
            yield from self._spans("mentions", one, other, "boundary", one.spans, other.spans)
            yield from self._differing("mentions", one, other, values)
            yield from self._link("mentions", one, other, "link", one.entity, other.entity)

    def quotes(self) -> Iterator[Disagreement]:
        pairs = self.comparison.quotes
        yield from self._missing("quotes", pairs, self.first.quotes, self.second.quotes)
        for one, other in pairs:
            yield from self._spans("quotes", one, other, "boundary", one.content, other.content)
            yield from self._spans("quotes", one, other, "cue", one.cue, other.cue)
            yield from self._spans("quotes", one, other, "source", one.source, other.source)
            values: list[_Values] = [
                ("type", one.type, other.type),
                ("polarity", one.polarity, other.polarity),
                ("parent", bool(one.parent), bool(other.parent)),
            ]
            yield from self._differing("quotes", one, other, values)
            yield from self._link("quotes", one, other, "speaker", one.speaker, other.speaker)
            yield from self._link("quotes", one, other, "addressee", one.addressee, other.addressee)
            if not self.comparison.same_chain(one, other):
                chains = self._chain(0, one), self._chain(1, other)
                yield self._one("quotes", "chain", one, other, *chains)

    def stances(self) -> Iterator[Disagreement]:
        for one, other in self.comparison.stances:
            if one is None or other is None:
                pair = self._pair(0, one), self._pair(1, other)
                yield self._one("stances", "missing", one, other, *pair)
                continue
            values: list[_Values] = [
                ("label", one.label, other.label),
                ("basis", one.basis, other.basis),
            ]
            yield from self._differing("stances", one, other, values)
            yield from self._link(
                "stances", one, other, "asserted_by", one.asserted_by, other.asserted_by
            )

    def topics(self) -> Iterator[Disagreement]:
        ours, theirs = self.first.topics, self.second.topics
        for code in [one for one in ours if one not in theirs] + [
            one for one in theirs if one not in ours
        ]:
            values = (code if code in ours else "", code if code in theirs else "")
            yield self._one("topics", "missing", None, None, *values)
        if ours and theirs and ours[0] != theirs[0]:
            yield self._one("topics", "main", None, None, ours[0], theirs[0])

    def _missing(
        self,
        layer: str,
        pairs: Sequence[tuple[Mention, Mention]] | Sequence[tuple[Quote, Quote]],
        ours: Sequence[Mention | Quote],
        theirs: Sequence[Mention | Quote],
    ) -> Iterator[Disagreement]:
        met, met_too = {one.id for one, _ in pairs}, {other.id for _, other in pairs}
        for one in ours:
            if one.id not in met:
                yield self._one(layer, "missing", one, None, one.type or "", "")
        for one in theirs:
            if one.id not in met_too:
                yield self._one(layer, "missing", None, one, "", one.type or "")

    def _spans(
        self,
        layer: str,
        one: Mention | Quote,
        other: Mention | Quote,
        kind: str,
        ours: Sequence[Span] | None,
        theirs: Sequence[Span] | None,
    ) -> Iterator[Disagreement]:
        if extent(ours) != extent(theirs):
            yield self._one(layer, kind, one, other, _words(ours), _words(theirs))

    def _differing(
        self,
        layer: str,
        one: Mention | Quote | Stance,
        other: Mention | Quote | Stance,
        values: list[_Values],
    ) -> Iterator[Disagreement]:
        for kind, ours, theirs in values:
            if ours != theirs:
                yield self._one(layer, kind, one, other, _shown(ours), _shown(theirs))

    def _link(
        self,
        layer: str,
        one: Mention | Quote | Stance,
        other: Mention | Quote | Stance,
        kind: str,
        ours: str | None,
        theirs: str | None,
    ) -> Iterator[Disagreement]:
        if not self.comparison.same_entity(ours, theirs):
            yield self._one(layer, kind, one, other, self._name(0, ours), self._name(1, theirs))

    def _name(self, whose: int, entity: str | None) -> str:
        return self._names[whose].get(entity or "", entity or "")

    def _chain(self, whose: int, quote: Quote) -> str:
        return " ← ".join(self._name(whose, link.relay) or "?" for link in quote.chain or ())

    def _pair(self, whose: int, stance: Stance | None) -> str:
        if stance is None:
            return ""
        target = stance.target
        towards = target.topic or target.claim or _words(target.spans)
        name = self._name(whose, target.entity) or towards
        return f"{self._name(whose, stance.holder)} {stance.label} {name}"

    def _one(
        self,
        layer: str,
        kind: str,
        one: Mention | Quote | Stance | None,
        other: Mention | Quote | Stance | None,
        ours: str,
        theirs: str,
    ) -> Disagreement:
        place = _place(self.first, one) or _place(self.second, other)
        return Disagreement(
            article=self.comparison.id,
            layer=layer,
            kind=kind,
            annotators=(self.comparison.annotators[0], self.comparison.annotators[1]),
            ids=(one.id if one else None, other.id if other else None),
            values=(ours, theirs),
            start=place[0].start if place else None,
            end=place[-1].end if place else None,
            text=_words(place),
        )


def _place(article: Article, one: Mention | Quote | Stance | None) -> tuple[Span, ...]:
    if isinstance(one, Mention):
        return one.spans
    if isinstance(one, Quote):
        return one.content
    if one is None:
        return ()
    named = set(one.quotes or ())
    return one.spans or tuple(
        span for quote in article.quotes if quote.id in named for span in quote.content
    )


def _words(some: Sequence[Span] | None) -> str:
    return " … ".join(span.text for span in some or ())


def _shown(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
