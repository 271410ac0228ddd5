"""The rows of the flat configurations: what one mention, quote, stance or article becomes.

A row is a mapping from column to value; None stands for what is absent. The columns themselves
are in ``configurations``.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import msgspec

from khabar.model import Article, Entity, Mention, Origin, Quote, Relay, Span, Stance
from khabar.problem import KhabarError
from khabar.schema import broadest, labels
from khabar.text import proclitic

GAP = " … "
"""Stands between the parts of a discontinuous annotation where they are told as one text."""

Row = dict[str, Any]


class _Names:
    """The entities of one article by id.

    Raises:
        KhabarError: when asked for an id that the article does not have.
    """

    def __init__(self, article: Article) -> None:
        self._article = article.id
        self._entities = {one.id: one for one in article.entities}

    def __call__(self, name: str | None) -> Entity | None:
        if name is None:
            return None
        if name not in self._entities:
            raise KhabarError(f"{self._article}: there is no entity {name} in this article")
        return self._entities[name]

    def name(self, name: str | None) -> str | None:
        """The canonical name of an entity."""
        entity = self(name)
        return entity.name if entity else None


def joined(spans: tuple[Span, ...] | None) -> str | None:
    """The words of spans as one text.

    Example:
        >>> joined((Span(start=0, end=3, text="عبر"), Span(start=9, end=15, text="عن رأيه")))
        'عبر … عن رأيه'
    """
    return GAP.join(span.text for span in spans) if spans else None


def naive_utc(written: str | None) -> str | None:
    """A date or date-time in UTC, without its zone; a date is its midnight.

    What has no zone is taken to be UTC.

    Raises:
        KhabarError: if there is no such day or hour.

    Example:
        >>> naive_utc("2031-03-09T01:30+03:00"), naive_utc("2031-03-09")
        ('2031-03-08T22:30:00.000', '2031-03-09T00:00:00.000')
    """
    if written is None:
        return None
    try:
        moment = datetime.fromisoformat(written)
        if moment.tzinfo is not None:
            moment = moment.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError) as error:
        raise KhabarError(f"{written} is no date of the calendar: {error}") from error
    return moment.isoformat(timespec="milliseconds")


def head(article: Article) -> Row:
    """What the rows of every configuration but ``articles`` begin with."""
    publication = article.publication
    return {
        "article": article.id,
        "published": naive_utc(publication.published if publication else None),
    }


def _kind(article: Article, own: Origin | None) -> str | None:
    origin = own or article.origin
    return origin.kind if origin else None


def mentions(article: Article) -> Iterator[Row]:
    """Yield one row a mention."""
    names, beginning = _Names(article), head(article)
    for one in article.mentions:
        yield beginning | _mention(article, one, names(one.entity))


def _mention(article: Article, one: Mention, entity: Entity | None) -> Row:
    start = one.spans[0].start
    return {
        "mention": one.id,
        "type": one.type,
        "level": one.level,
        "metonym": one.metonym,
        "text": joined(one.spans),
        "start": start,
        "end": one.spans[-1].end,
        "spans": one.spans,
        "proclitic": proclitic(article.text, start),
        "entity": one.entity,
        "entity_type": entity.type if entity else None,
        "entity_name": entity.name if entity else None,
        "qid": entity.qid if entity else None,
        "origin": _kind(article, one.origin),
    }


def quotes(article: Article) -> Iterator[Row]:
    """Yield one row a quote."""
    names, beginning = _Names(article), head(article)
    for one in article.quotes:
        yield beginning | _quote(article, one, names)


def _quote(article: Article, one: Quote, names: _Names) -> Row:
    speaker = names(one.speaker)
    return {
        "quote": one.id,
        "type": one.type,
        "polarity": one.polarity,
        "content": joined(one.content),
        "content_spans": one.content,
        "cue": joined(one.cue),
        "cue_spans": one.cue,
        "source": joined(one.source),
        "source_spans": one.source,
        "speaker": one.speaker,
        "speaker_type": speaker.type if speaker else None,
        "speaker_name": speaker.name if speaker else None,
        "speaker_qid": speaker.qid if speaker else None,
        "addressee": one.addressee,
        "addressee_name": names.name(one.addressee),
        "chain": [_relay(relay, names) for relay in one.chain or ()],
        "parent": one.parent,
        "same_as": one.same_as,
        "origin": _kind(article, one.origin),
    }


def _relay(one: Relay, names: _Names) -> Row:
    return {
        "relay": one.relay,
        "relay_name": names.name(one.relay),
        "cue": joined(one.cue),
        "source": joined(one.source),
        "implicit": one.implicit,
    }


def stances(article: Article) -> Iterator[Row]:
    """Yield one row a stance."""
    names, beginning = _Names(article), head(article)
    contents = {quote.id: joined(quote.content) for quote in article.quotes}
    for one in article.stances:
        yield beginning | _stance(article, one, names, contents)


def _stance(article: Article, one: Stance, names: _Names, contents: dict[str, str | None]) -> Row:
    kind, identifier, words = _target(one, names)
    outlet = one.holder == "article"
    return {
        "stance": one.id,
        "holder": one.holder,
        "holder_name": None if outlet else names.name(one.holder),
        "target_kind": kind,
        "target": identifier,
        "target_text": words,
        "label": one.label,
        "basis": one.basis,
        "quotes": one.quotes or (),
        "spans": one.spans or (),
        "evidence": [
            *(_content(article, name, contents) for name in one.quotes or ()),
            *(span.text for span in one.spans or ()),
        ],
        "asserted_by": one.asserted_by,
        "asserted_by_name": names.name(one.asserted_by),
        "origin": _kind(article, one.origin),
    }


def _content(article: Article, name: str, contents: dict[str, str | None]) -> str | None:
    if name not in contents:
        raise KhabarError(f"{article.id}: there is no quote {name} in this article")
    return contents[name]


def _target(one: Stance, names: _Names) -> tuple[str, str | None, str | None]:
    """The kind of a target, its id or code where it has one, and words for it."""
    target = one.target
    if target.entity is not None:
        return "entity", target.entity, names.name(target.entity)
    if target.topic is not None:
        label = labels("topics").get(target.topic)
        return "topic", target.topic, (label.ar or label.en) if label else None
    if target.claim is not None:
        return "claim", None, target.claim
    return "spans", None, joined(target.spans)


def topics(article: Article) -> Iterator[Row]:
    """Yield one row for an article that has topics; none for others."""
    if not article.topics:
        return
    known, main = labels("topics"), article.topics[0]
    label = known.get(main)
    yield head(article) | {
        "title": article.title,
        "text": article.text,
        "topic": main,
        "topic_ar": label.ar if label else None,
        "topic_en": label.en if label else None,
        "broadest": broadest(main),
        "topics": article.topics,
    }


def encode(row: Row) -> bytes:
    """A row as JSON, the keys of all objects sorted: the same bytes for the same row."""
    return _encoder.encode(row)


_encoder = msgspec.json.Encoder(order="sorted")
