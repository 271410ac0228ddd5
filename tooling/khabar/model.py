"""The annotated article as plain data.

Frozen structs that mirror ``schema/article.schema.json`` field by field; a test compares
the two. Nothing here reads, writes or judges. Offsets are half-open and count Unicode code
points of `Article.text`. Vocabulary fields are plain strings: their codes live in
``schema/labels/``.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

SCHEMA = "khabar/1.0"
"""What `Article.schema` says in files of this version of the schema."""

Status = Literal["raw", "prelabelled", "annotated", "adjudicated"]
OriginKind = Literal["human", "model", "rule", "import"]
Gender = Literal["masculine", "feminine"]
Number = Literal["singular", "dual", "plural"]
Text = Annotated[str, Meta(min_length=1)]


class _Record(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False
):
    """What all parts of an article share: immutable, closed, defaults left out."""


class Span(_Record, frozen=True, kw_only=True):
    """A stretch of the text and the words it selects.

    Attributes:
        start: offset of the first code point.
        end: offset after the last code point.
        text: the words, equal to ``article.text[start:end]``.
    """

    start: Annotated[int, Meta(ge=0)]
    end: Annotated[int, Meta(ge=1)]
    text: Text


Spans = Annotated[tuple[Span, ...], Meta(min_length=1)]


class Origin(_Record, frozen=True, kw_only=True):
    """Where a value comes from."""

    kind: OriginKind
    name: Text | None = None
    version: Text | None = None
    score: Annotated[float, Meta(ge=0, le=1)] | None = None
    edited_by: Text | None = None


class Publication(_Record, frozen=True, kw_only=True):
    """Where the article was published; dates stay strings as written."""

    publisher: Text | None = None
    url: Text | None = None
    author: Text | None = None
    published: str | None = None
    retrieved: str | None = None
    license: Text | None = None
    note: Text | None = None


class Mention(_Record, frozen=True, kw_only=True):
    """Words that refer to an entity or state a quantity."""

    id: str
    type: str
    level: str | None = None
    spans: Spans
    entity: str | None = None
    metonym: bool = False
    origin: Origin | None = None
    note: Text | None = None
    extra: dict[str, Any] | None = None


class Entity(_Record, frozen=True, kw_only=True):
    """Somebody or something that mentions refer to."""

    id: str
    type: str
    name: Text
    qid: str | None = None
    gender: Gender | None = None
    number: Number | None = None
    members: Annotated[tuple[str, ...], Meta(min_length=1)] | None = None
    origin: Origin | None = None
    note: Text | None = None
    extra: dict[str, Any] | None = None


class Relay(_Record, frozen=True, kw_only=True):
    """One step by which a quote reached the reader."""

    relay: str | None = None
    cue: Spans | None = None
    source: Spans | None = None
    implicit: bool = False


class Quote(_Record, frozen=True, kw_only=True):
    """One act of speech or writing that the article reports."""

    id: str
    type: str | None = None
    content: Spans
    cue: Spans | None = None
    source: Spans | None = None
    speaker: str | None = None
    addressee: str | None = None
    chain: Annotated[tuple[Relay, ...], Meta(min_length=1)] | None = None
    parent: str | None = None
    same_as: str | None = None
    polarity: str = "asserted"
    origin: Origin | None = None
    note: Text | None = None
    extra: dict[str, Any] | None = None


class Target(_Record, frozen=True, kw_only=True):
    """What a stance is about; exactly one field is set."""

    entity: str | None = None
    topic: str | None = None
    claim: Text | None = None
    spans: Spans | None = None


class Stance(_Record, frozen=True, kw_only=True):
    """That a holder is for, against or neutral towards a target."""

    id: str
    holder: str
    target: Target
    label: str
    basis: str | None = None
    quotes: Annotated[tuple[str, ...], Meta(min_length=1)] | None = None
    spans: Spans | None = None
    asserted_by: str | None = None
    origin: Origin | None = None
    note: Text | None = None
    extra: dict[str, Any] | None = None


class Article(_Record, frozen=True, kw_only=True):
    """One news article with its annotations."""

    schema: str
    id: str
    language: str
    title: str | None = None
    text: Text
    publication: Publication | None = None
    keywords: tuple[Text, ...] = ()
    mentions: tuple[Mention, ...] = ()
    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    stances: tuple[Stance, ...] = ()
    topics: tuple[str, ...] = ()
    status: Status
    origin: Origin | None = None
    extra: dict[str, Any] | None = None


Annotation = Mention | Entity | Quote | Stance
"""Anything in an article that has an id."""


def covered(article: Article) -> tuple[str, ...]:
    """The layers that a pass covers so far; empty for one that is whole.

    A pass that is made layer by layer lists under ``extra`` which have come.

    Example:
        >>> covered(Article(schema=SCHEMA, id="abc", language="ar", text="نص", status="prelabelled",
        ...     extra={"label-studio": {"layers": ["mentions"]}}))
        ('mentions',)
    """
    noted = (article.extra or {}).get("label-studio")
    found = noted.get("layers") if isinstance(noted, dict) else None
    return tuple(found) if isinstance(found, list | tuple) else ()


def annotations(article: Article) -> Iterator[tuple[str, Annotation]]:
    """Yield every annotation with its JSON pointer, in the order of the file.

    Example:
        >>> article = Article(schema=SCHEMA, id="abc", language="ar", text="نص", status="raw",
        ...     entities=(Entity(id="e1", type="PER", name="سلمى"),))
        >>> [(pointer, one.id) for pointer, one in annotations(article)]
        [('/entities/0', 'e1')]
    """
    for name in ("mentions", "entities", "quotes", "stances"):
        for index, one in enumerate(getattr(article, name)):
            yield f"/{name}/{index}", one


def spans(article: Article) -> Iterator[tuple[str, Span]]:
    """Yield every span with its JSON pointer, in the order of the file.

    Example:
        >>> span = Span(start=0, end=2, text="نص")
        >>> article = Article(schema=SCHEMA, id="abc", language="ar", text="نص", status="raw",
        ...     mentions=(Mention(id="m1", type="PER", spans=(span,)),))
        >>> [pointer for pointer, _ in spans(article)]
        ['/mentions/0/spans/0']
    """
    for pointer, group in span_groups(article):
        for index, span in enumerate(group):
            yield f"{pointer}/{index}", span


def span_groups(article: Article) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Yield every list of spans with its JSON pointer, in the order of the file."""
    for index, mention in enumerate(article.mentions):
        yield f"/mentions/{index}/spans", mention.spans
    for index, quote in enumerate(article.quotes):
        yield from _quote_groups(f"/quotes/{index}", quote)
    for index, stance in enumerate(article.stances):
        if stance.target.spans:
            yield f"/stances/{index}/target/spans", stance.target.spans
        if stance.spans:
            yield f"/stances/{index}/spans", stance.spans


def _quote_groups(pointer: str, quote: Quote) -> Iterator[tuple[str, tuple[Span, ...]]]:
    yield f"{pointer}/content", quote.content
    if quote.cue:
        yield f"{pointer}/cue", quote.cue
    if quote.source:
        yield f"{pointer}/source", quote.source
    for index, relay in enumerate(quote.chain or ()):
        if relay.cue:
            yield f"{pointer}/chain/{index}/cue", relay.cue
        if relay.source:
            yield f"{pointer}/chain/{index}/source", relay.source
