"""The canonical form of an article: one order, one spelling, one annotation a line.

A line of the file is what a diff shows, a merge moves and a finding points at. Writing twice
changes nothing.
"""

import operator

import msgspec

from khabar.model import Article, Entity, Mention, Quote, Stance

_ONE_A_LINE = ("mentions", "entities", "quotes", "stances")
_BETWEEN = b'}, {"id": '
"""What stands between two annotations in a list, each of which begins with its id.

In a text it cannot stand, for a quotation mark is escaped there; in somebody's extra it may.
"""
_LAST = 1 << 62
_FIELDS = msgspec.structs.fields(Article)
_POLARITY = next(one.default for one in msgspec.structs.fields(Quote) if one.name == "polarity")
_encoder = msgspec.json.Encoder(order="deterministic")


def canonical(article: Article) -> Article:
    """The same article with its lists in canonical order.

    Mentions and quotes by first start, then longest first, then type, then id; entities by first
    mention, then id; stances by first evidence, then id. Keywords, topics, spans, members and
    chains keep their order, which means something.
    """
    mentions = tuple(sorted(article.mentions, key=_mention_key))
    quotes = tuple(sorted(map(_without_default, article.quotes), key=_quote_key))
    stances = _stances(article.stances, quotes)
    entities = _entities(article.entities, mentions)
    lists = (mentions, entities, quotes, stances)
    if all(map(_same, lists, (getattr(article, name) for name in _ONE_A_LINE))):
        return article
    return msgspec.structs.replace(
        article, mentions=mentions, entities=entities, quotes=quotes, stances=stances
    )


def _same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return len(one) == len(other) and all(map(operator.is_, one, other))


def _without_default(quote: Quote) -> Quote:
    """The encoder leaves a default out only if it is the very object."""
    if quote.polarity is not _POLARITY and quote.polarity == _POLARITY:
        return msgspec.structs.replace(quote, polarity=_POLARITY)
    return quote


def _mention_key(one: Mention) -> tuple[int, int, str, str]:
    spans = one.spans
    return spans[0].start, -spans[-1].end, one.type, one.id


def _quote_key(one: Quote) -> tuple[int, int, str, str]:
    spans = one.content
    return spans[0].start, -spans[-1].end, one.type or "", one.id


def _entities(entities: tuple[Entity, ...], mentions: tuple[Mention, ...]) -> tuple[Entity, ...]:
    first: dict[str, int] = {}
    for rank, mention in enumerate(mentions):
        if mention.entity is not None:
            first.setdefault(mention.entity, rank)
    return tuple(sorted(entities, key=lambda one: (first.get(one.id, _LAST), one.id)))


def _stances(stances: tuple[Stance, ...], quotes: tuple[Quote, ...]) -> tuple[Stance, ...]:
    starts = {quote.id: quote.content[0].start for quote in quotes}

    def key(one: Stance) -> tuple[int, str]:
        evidence = [starts[name] for name in one.quotes or () if name in starts]
        evidence += [span.start for span in one.spans or ()]
        return min(evidence, default=_LAST), one.id

    return tuple(sorted(stances, key=key))


def dumps(article: Article) -> bytes:
    """The bytes of an article's file: UTF-8, LF, one annotation a line, final newline.

    Example:
        >>> from khabar.model import SCHEMA
        >>> article = Article(schema=SCHEMA, id="abc", language="ar", text="نص", status="raw")
        >>> print(dumps(article).decode(), end="")
        {
          "schema": "khabar/1.0",
          "id": "abc",
          "language": "ar",
          "text": "نص",
          "status": "raw"
        }
    """
    fields = [
        b'  "%b": %b' % (name.encode(), _field(name, value)) for name, value in _filled(article)
    ]
    return b"{\n%b\n}\n" % b",\n".join(fields)


def line(article: Article) -> bytes:
    """The article as one line of JSONL, without the line end."""
    return _encoder.encode(canonical(article))


def _filled(article: Article) -> list[tuple[str, object]]:
    """The fields that differ from their default, in the order of the schema."""
    article = canonical(article)
    filled: list[tuple[str, object]] = []
    for field in _FIELDS:
        value = getattr(article, field.name)
        if field.required or value != field.default:
            filled.append((field.name, value))
    return filled


def _field(name: str, value: object) -> bytes:
    if name not in _ONE_A_LINE or not isinstance(value, tuple):
        return _spaced(value)
    lines = _spaced(value)[1:-1].split(_BETWEEN)
    if len(lines) == len(value):
        return b"[\n    %b\n  ]" % b'},\n    {"id": '.join(lines)
    return b"[\n    %b\n  ]" % b",\n    ".join(map(_spaced, value))


def _spaced(value: object) -> bytes:
    return msgspec.json.format(_encoder.encode(value), indent=0)
