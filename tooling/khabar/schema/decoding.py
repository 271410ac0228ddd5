"""From the bytes of a good document straight into the model, and a no for any other."""

import re
from collections import defaultdict
from functools import cache

import msgspec

from khabar.model import Article, Relay
from khabar.schema.faults import obeys
from khabar.schema.files import article_schema, labels


def decode(data: bytes) -> Article | None:
    """The article in the bytes of a document that obeys the schema, None for any other.

    Quick: most good articles never meet the schema itself. `faults` says why a document was
    turned down.

    Example:
        >>> decode(b'{"schema": "khabar/0.1"}') is None
        True
    """
    try:
        article = _decoder().decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _decode_slowly(data)
    if b"null" in data:  # the types take null for an absent field, the schema does not
        return _decode_slowly(data)
    return article if _conforms(article) else None


def _decode_slowly(data: bytes) -> Article | None:
    """For what the types cannot tell: nulls, and whole numbers written as 1.0."""
    try:
        document = msgspec.json.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    if not obeys(document):
        return None
    return msgspec.convert(document, Article, strict=False)


@cache
def _decoder() -> msgspec.json.Decoder[Article]:
    return msgspec.json.Decoder(Article)


def _conforms(article: Article) -> bool:
    """What the types leave open: patterns, vocabularies, repeated items, the single target."""
    return (
        _heads_conform(article)
        and _ids_conform(article)
        and _references_conform(article)
        and _codes_conform(article)
    )


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """A pattern of the schema, by ``$defs`` or property name; for one or more joined by LF."""
    schema = article_schema()
    node = schema["$defs"].get(name) or schema["properties"].get(name)
    if name == "Holder":
        node = schema["$defs"]["Stance"]["properties"]["holder"]
    if name == "published":
        node = schema["$defs"]["Publication"]["properties"]["published"]
    if name == "qid":
        node = schema["$defs"]["Entity"]["properties"]["qid"]
    body = node["pattern"].removeprefix("^").removesuffix("$")
    return re.compile(rf"(?:{body})(?:\n(?:{body}))*", re.ASCII)


def has_form(name: str, value: str) -> bool:
    """Whether a value has the form of a name of the schema's ``$defs``, as ``MentionId``.

    Example:
        >>> has_form("MentionId", "m12"), has_form("MentionId", "MqLzMX09rI")
        (True, False)
    """
    return _all(name, [value])


_REMEMBERED = 2000
_good: defaultdict[str, set[str]] = defaultdict(set)
"""Values by the form they were seen to have: most ids, dates and codes come again."""


def _all(name: str, values: list[str]) -> bool:
    """Whether all values have a form; new ones are joined, for one match costs less than many."""
    good = _good[name]
    if good.issuperset(values):
        return True
    joined = "\n".join(values)
    conform = joined.count("\n") == len(values) - 1 and bool(_pattern(name).fullmatch(joined))
    if conform and len(good) < _REMEMBERED:
        good.update(values)
    return conform


def _heads_conform(article: Article) -> bool:
    dates = []
    if article.publication:
        dates = [article.publication.published, article.publication.retrieved]
    return (
        _all("schema", [article.schema])
        and _all("id", [article.id])
        and _all("language", [article.language])
        and _all("published", [date for date in dates if date is not None])
    )


def _ids_conform(article: Article) -> bool:
    return (
        _all("MentionId", [one.id for one in article.mentions])
        and _all("EntityId", [one.id for one in article.entities])
        and _all("QuoteId", [one.id for one in article.quotes])
        and _all("StanceId", [one.id for one in article.stances])
        and _all("qid", [one.qid for one in article.entities if one.qid is not None])
    )


def _references_conform(article: Article) -> bool:
    known = {one.id for one in article.entities}
    entities = {one.entity for one in article.mentions}
    quotes: set[str | None] = set()
    for quote in article.quotes:
        entities |= {quote.speaker, quote.addressee}
        quotes |= {quote.parent, quote.same_as}
        if quote.chain:
            if any(relay == Relay() for relay in quote.chain):
                return False
            entities |= {relay.relay for relay in quote.chain}
    for entity in article.entities:
        if entity.members and len(set(entity.members)) < len(entity.members):
            return False
        entities |= set(entity.members or ())
    for stance in article.stances:
        if stance.quotes and len(set(stance.quotes)) < len(stance.quotes):
            return False
        entities |= {stance.target.entity, stance.asserted_by}
        quotes |= set(stance.quotes or ())
    quotes -= {one.id for one in article.quotes}
    return _all("EntityId", [one for one in entities - known if one is not None]) and _all(
        "QuoteId", [one for one in quotes if one is not None]
    )


@cache
def _codes_or_none(name: str) -> frozenset[str | None]:
    return frozenset(labels(name)) | {None}


def _codes_conform(article: Article) -> bool:
    topics = list(article.topics)
    for stance in article.stances:
        target = stance.target
        if (
            sum(
                one is not None for one in (target.entity, target.topic, target.claim, target.spans)
            )
            != 1
        ):
            return False
        if target.topic is not None:
            topics.append(target.topic)
    return (
        len(set(article.topics)) == len(article.topics)
        and _all("TopicCode", topics)
        and _all("Holder", [one.holder for one in article.stances])
        and {one.type for one in article.mentions} <= labels("mention-types").keys()
        and {one.level for one in article.mentions} <= _codes_or_none("levels")
        and {one.type for one in article.entities} <= labels("entity-types").keys()
        and {one.type for one in article.quotes} <= _codes_or_none("quote-types")
        and {one.polarity for one in article.quotes} <= labels("polarities").keys()
        and {one.label for one in article.stances} <= labels("stances").keys()
        and {one.basis for one in article.stances} <= _codes_or_none("bases")
    )
