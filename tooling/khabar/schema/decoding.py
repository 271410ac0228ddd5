"""From the bytes of a good document straight into the model, and a no for any other."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import cast

import msgspec

from khabar.model import Article, Relay, Target
from khabar.schema.faults import obeys
from khabar.schema.files import article_schema, labels


def decode(data: bytes) -> Article | None:
    """The article in the bytes of a document that obeys the schema, None for any other.

    Quick: most good articles never meet the schema itself. `faults` says why a document was
    turned down.

    Example:
        >>> decode(b'{"schema": "khabar/1.0"}') is None
        True
    """
    try:
        article = _decoder().decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _decode_slowly(data)
    # The types take null for an absent field, the schema does not. Searched from the end, where
    # bytes are looked through in two thirds of the time.
    if data.rfind(b"null") >= 0:
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


def _all(name: str, values: Sequence[str]) -> bool:
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
    entities: set[str | None] = {one.entity for one in article.mentions}
    quotes: set[str | None] = set()
    for quote in article.quotes:
        entities.add(quote.speaker)
        entities.add(quote.addressee)
        quotes.add(quote.parent)
        quotes.add(quote.same_as)
        if quote.chain:
            if _NO_RELAY in quote.chain:
                return False
            entities.update([relay.relay for relay in quote.chain])
    for members in [one.members for one in article.entities if one.members]:
        if len(set(members)) < len(members):
            return False
        entities.update(members)
    for stance in article.stances:
        entities.add(stance.target.entity)
        entities.add(stance.asserted_by)
        if stance.quotes:
            if len(set(stance.quotes)) < len(stance.quotes):
                return False
            quotes.update(stance.quotes)
    return _all_or_none("EntityId", entities) and _all_or_none("QuoteId", quotes)


_NO_RELAY = Relay()


def _all_or_none(name: str, values: set[str | None]) -> bool:
    """As `_all`, for values that may be absent; the seen ones are mostly all of them."""
    values.discard(None)
    return _good[name].issuperset(values) or _all(name, cast("list[str]", list(values)))


@cache
def _codes(name: str) -> frozenset[str | None]:
    return frozenset(labels(name))


@cache
def _codes_or_none(name: str) -> frozenset[str | None]:
    return _codes(name) | {None}


def _codes_conform(article: Article) -> bool:
    topics = article.topics
    if article.stances:
        targets = [one.target for one in article.stances]
        if not all(map(_is_one, targets)):
            return False
        topics += tuple([one.topic for one in targets if one.topic is not None])
    return (
        len(set(article.topics)) == len(article.topics)
        and _all("TopicCode", topics)
        and _all("Holder", [one.holder for one in article.stances])
        and _codes("mention-types").issuperset([one.type for one in article.mentions])
        and _codes_or_none("levels").issuperset([one.level for one in article.mentions])
        and _codes("entity-types").issuperset([one.type for one in article.entities])
        and _codes_or_none("quote-types").issuperset([one.type for one in article.quotes])
        and _codes("polarities").issuperset([one.polarity for one in article.quotes])
        and _codes("stances").issuperset([one.label for one in article.stances])
        and _codes_or_none("bases").issuperset([one.basis for one in article.stances])
    )


def _is_one(target: Target) -> bool:
    """Whether exactly one field is set."""
    return (target.entity, target.topic, target.claim, target.spans).count(None) == 3
