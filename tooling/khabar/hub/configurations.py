"""The configurations of the dataset: their columns, what those mean, and how rows are made."""

from collections.abc import Callable, Iterator
from functools import cache

from msgspec import Struct

from khabar.formats.parquet import to_row
from khabar.formats.parquet.shapes import (
    BOOL,
    INT,
    STRING,
    TIME,
    Items,
    Label,
    Record,
    Shape,
    article_shape,
)
from khabar.hub import rows
from khabar.hub.tokens import CUT, LAYERS, iob, tokens
from khabar.model import Article
from khabar.schema import article_schema

Columns = tuple[tuple[str, Shape, str], ...]


class Configuration(Struct, frozen=True, kw_only=True):
    """One table of the dataset.

    Attributes:
        name: what ``load_dataset`` is told.
        holds: what a row is, in a phrase.
        columns: name, shape and meaning of each column.
        rows: the rows of an article, as JSON.
        rows_a_group: rows in one row group of its files.
    """

    name: str
    holds: str
    columns: Columns
    rows: Callable[[Article], Iterator[bytes]]
    rows_a_group: int = 2_000

    @property
    def shape(self) -> Record:
        """The columns as one record."""
        return Record({name: shape for name, shape, _ in self.columns})


def _flat(make: Callable[[Article], Iterator[rows.Row]]) -> Callable[[Article], Iterator[bytes]]:
    return lambda article: map(rows.encode, make(article))


def _whole(article: Article) -> Iterator[bytes]:
    yield to_row(article)


def _article_columns() -> Columns:
    about = article_schema()["properties"]
    definitions = article_schema()["$defs"]
    return tuple(
        (name, shape, _said(about[name], definitions))
        for name, shape in article_shape().fields.items()
    )


def _said(node: dict[str, str], definitions: dict[str, dict[str, str]]) -> str:
    if "description" in node:
        return node["description"]
    return definitions[node["$ref"].rpartition("/")[2]]["description"]


_HEAD: Columns = (
    ("article", STRING, "Id of the article."),
    ("published", TIME, "When it was published, in UTC; a date alone is its midnight."),
)


def _origin() -> Shape:
    return article_shape().record("origin").fields["kind"]


def _mention_columns() -> Columns:
    article = article_shape()
    mention, entity = article.record("mentions").fields, article.record("entities").fields
    return (
        *_HEAD,
        ("mention", STRING, "Id of the mention in its article."),
        ("type", mention["type"], "What kind of thing the words name."),
        ("level", mention["level"], "How the words refer to it."),
        ("metonym", BOOL, "Whether the name stands for something tied to it."),
        ("text", STRING, "The words; parts of a discontinuous mention are joined by …"),
        ("start", INT, "Offset of the first code point in the article's text."),
        ("end", INT, "Offset after the last code point."),
        ("spans", mention["spans"], "The parts with their offsets."),
        ("proclitic", STRING, "Letters of the first word that stand before the mention."),
        ("entity", STRING, "Id of the entity in its article."),
        ("entity_type", entity["type"], "What kind of thing the entity is."),
        ("entity_name", STRING, "Canonical name of the entity."),
        ("qid", STRING, "Wikidata item of the entity."),
        ("origin", _origin(), "What kind of author made the annotation."),
    )


def _token_columns() -> Columns:
    mention = article_shape().record("mentions").fields
    listed = Record(
        {"mention": STRING, "type": mention["type"], "spans": mention["spans"]},
    )
    return (
        *_HEAD,
        *_view("", "the words and marks of the text", "a mention takes in the proclitic before it"),
        *_view(CUT, "the same, cut where a mention begins or ends in a word", "edges are exact"),
        (
            "discontinuous",
            Items(listed, filled=True),
            "Mentions of several parts: each part is tagged by itself, here they are together.",
        ),
        (
            "untagged",
            Items(listed, filled=True),
            "Mentions that the cut words do not show: they cross others or are a fourth layer.",
        ),
    )


def _view(prefix: str, what: str, edges: str) -> Columns:
    kind = article_shape().record("mentions").fields["type"]
    tags = Items(Label(iob(kind.names if isinstance(kind, Label) else ())), filled=True)
    layers = ("outermost", "second", "third")
    return (
        (f"{prefix}tokens", Items(STRING, filled=True), f"{what[0].upper()}{what[1:]}."),
        (f"{prefix}starts", Items(INT, filled=True), "Offset of the first code point of each."),
        (f"{prefix}ends", Items(INT, filled=True), "Offset after the last code point of each."),
        *(
            (f"{prefix}{name}", tags, f"IOB2 tags of the {layer} layer of mentions; {edges}.")
            for name, layer in zip(LAYERS, layers, strict=True)
        ),
    )


def _quote_columns() -> Columns:
    article = article_shape()
    quote, entity = article.record("quotes").fields, article.record("entities").fields
    relay = Record(
        {
            "relay": STRING,
            "relay_name": STRING,
            "cue": STRING,
            "source": STRING,
            "implicit": BOOL,
        }
    )
    return (
        *_HEAD,
        ("quote", STRING, "Id of the quote in its article."),
        ("type", quote["type"], "How the words are rendered."),
        ("polarity", quote["polarity"], "Whether the saying is asserted."),
        ("content", STRING, "What was said."),
        ("content_spans", quote["content"], "Its parts with their offsets."),
        ("cue", STRING, "The words that report the saying."),
        ("cue_spans", quote["cue"], "Their parts with their offsets."),
        ("source", STRING, "The words that name the speaker."),
        ("source_spans", quote["source"], "Their parts with their offsets."),
        ("speaker", STRING, "Id of the entity that speaks."),
        ("speaker_type", entity["type"], "What kind of thing the speaker is."),
        ("speaker_name", STRING, "Canonical name of the speaker."),
        ("speaker_qid", STRING, "Wikidata item of the speaker."),
        ("addressee", STRING, "Id of the entity spoken to."),
        ("addressee_name", STRING, "Its canonical name."),
        ("chain", Items(relay, filled=True), "Who passed the words on, outward to the reader."),
        ("parent", STRING, "Id of the quote in which this one is nested."),
        ("same_as", STRING, "Id of the earlier quote of the same utterance."),
        ("origin", _origin(), "What kind of author made the annotation."),
    )


def _stance_columns() -> Columns:
    article = article_shape()
    stance = article.record("stances")
    label, basis = stance.fields["label"], stance.fields["basis"]
    kinds = Label(tuple(stance.record("target").fields))
    return (
        *_HEAD,
        ("stance", STRING, "Id of the stance in its article."),
        ("holder", STRING, "Id of the entity that takes it, or `article` for the outlet."),
        ("holder_name", STRING, "Canonical name of the holder."),
        ("target_kind", kinds, "What the stance is about."),
        ("target", STRING, "Id of the entity or code of the topic, where it is one."),
        ("target_text", STRING, "Name, topic, claim or words that say the target."),
        ("label", label, "For, against or neutral."),
        ("basis", basis, "Whether the text says so or lets it be inferred."),
        ("quotes", Items(STRING, filled=True), "Ids of the quotes that show it."),
        ("spans", Items(stance.record("spans"), filled=True), "Other words that show it."),
        ("evidence", Items(STRING, filled=True), "What those quotes and words say."),
        ("asserted_by", STRING, "Id of the entity that claims so, where it is not the article."),
        ("asserted_by_name", STRING, "Its canonical name."),
        ("origin", _origin(), "What kind of author made the annotation."),
    )


def _topic_columns() -> Columns:
    return (
        *_HEAD,
        ("title", STRING, "The headline."),
        ("text", STRING, "The article's text."),
        ("topic", STRING, "Code of the main topic."),
        ("topic_ar", STRING, "Its Arabic name, where IPTC gives one."),
        ("topic_en", STRING, "Its English name."),
        ("broadest", STRING, "Code of the widest topic that it belongs to."),
        ("topics", Items(STRING, filled=True), "Codes of all topics, the main one first."),
    )


@cache
def configurations() -> tuple[Configuration, ...]:
    """All configurations; the first is what ``load_dataset`` gives when none is named."""
    return (
        Configuration(
            name="articles",
            holds="an article with all its annotations nested in it",
            columns=_article_columns(),
            rows=_whole,
        ),
        Configuration(
            name="mentions",
            holds="a mention with the entity it refers to",
            columns=_mention_columns(),
            rows=_flat(rows.mentions),
            rows_a_group=40_000,
        ),
        Configuration(
            name="tokens",
            holds="an article's words with its mentions as nested IOB2 tags",
            columns=_token_columns(),
            rows=_flat(tokens),
            rows_a_group=1_000,
        ),
        Configuration(
            name="quotes",
            holds="a quote with cue, source, speaker and the chain that passed it on",
            columns=_quote_columns(),
            rows=_flat(rows.quotes),
            rows_a_group=10_000,
        ),
        Configuration(
            name="stance",
            holds="a stance of a holder towards a target, with its evidence",
            columns=_stance_columns(),
            rows=_flat(rows.stances),
            rows_a_group=10_000,
        ),
        Configuration(
            name="topics",
            holds="an article's text with its topics",
            columns=_topic_columns(),
            rows=_flat(rows.topics),
        ),
    )
