"""The canonical form."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from khabar.model import SCHEMA, Article, Entity, Mention, Quote, Span
from khabar.schema import article_schema, decode, faults
from khabar.store import canonical, dumps, line
from strategies import articles


@given(articles())
def test_writing_twice_changes_nothing(article: Article) -> None:
    once = decode(dumps(article))
    assert once == article
    assert dumps(once) == dumps(article)
    assert line(once) == line(article)


@given(articles(), st.randoms())
def test_order_of_lists_does_not_matter(article: Article, random: object) -> None:
    shuffled = {
        name: tuple(random.sample(getattr(article, name), len(getattr(article, name))))
        for name in ("mentions", "entities", "quotes", "stances")
    }
    assert dumps(msgspec.structs.replace(article, **shuffled)) == dumps(article)


@given(articles())
def test_it_obeys_the_schema_line_by_line(article: Article) -> None:
    data = dumps(article)
    document = msgspec.json.decode(data)
    assert faults(document) == []
    order = list(article_schema()["properties"])
    assert [name for name in order if name in document] == list(document)
    text = data.decode()
    assert text.endswith("}\n")
    assert "\r" not in text.replace("\\r", "")
    rows = text.split("\n")
    annotations = sum(
        len(document.get(n, ())) for n in ("mentions", "entities", "quotes", "stances")
    )
    assert sum(row.startswith('    {"id": ') for row in rows) == annotations


@given(articles())
def test_a_line_is_one_line_and_the_same_record(article: Article) -> None:
    assert b"\n" not in line(article)
    assert decode(line(article)) == article


def test_what_looks_like_the_next_annotation_is_left_where_it_stands() -> None:
    extra = {"seen": [{"n": 1}, {"id": "m2"}], "note": '}, {"id": '}
    spans = (Span(start=0, end=4, text="سلمى"),)
    made = tuple(
        Mention(id=name, type="PER", spans=spans, extra=extra if name == "m1" else None)
        for name in ("m1", "m2")
    )
    whole = Article(
        schema=SCHEMA, id="abc", language="ar", text="سلمى هنا", status="raw", mentions=made
    )
    rows = dumps(whole).decode().split("\n")
    found = [row.strip().rstrip(",") for row in rows if row.startswith("    {")]
    assert [msgspec.json.decode(row, type=Mention) for row in found] == list(made)
    assert decode(dumps(whole)) == whole


def test_the_form_to_the_letter() -> None:
    article = Article(
        schema=SCHEMA,
        id="abc",
        language="ar",
        text="سلمى هنا",
        status="raw",
        mentions=(
            Mention(id="m2", type="PER", spans=(Span(start=0, end=1, text="س"),), entity="e1"),
            Mention(id="m1", type="PER", spans=(Span(start=0, end=4, text="سلمى"),), entity="e2"),
        ),
        entities=(Entity(id="e1", type="PER", name="س"), Entity(id="e2", type="PER", name="سلمى")),
        extra={"ب": 1, "ا": {"z": None, "a": 1.0}},
    )
    assert dumps(article).decode() == (
        "{\n"
        '  "schema": "khabar/1.0",\n'
        '  "id": "abc",\n'
        '  "language": "ar",\n'
        '  "text": "سلمى هنا",\n'
        '  "mentions": [\n'
        '    {"id": "m1", "type": "PER", "spans": [{"start": 0, "end": 4, "text": "سلمى"}],'
        ' "entity": "e2"},\n'
        '    {"id": "m2", "type": "PER", "spans": [{"start": 0, "end": 1, "text": "س"}],'
        ' "entity": "e1"}\n'
        "  ],\n"
        '  "entities": [\n'
        '    {"id": "e2", "type": "PER", "name": "سلمى"},\n'
        '    {"id": "e1", "type": "PER", "name": "س"}\n'
        "  ],\n"
        '  "status": "raw",\n'
        '  "extra": {"ا": {"a": 1.0, "z": null}, "ب": 1}\n'
        "}\n"
    )


def test_keywords_and_topics_keep_their_order() -> None:
    article = Article(
        schema=SCHEMA,
        id="abc",
        language="ar",
        text="نص",
        status="raw",
        keywords=("ب", "ا"),
        topics=("medtop:11000000", "medtop:01000000"),
    )
    assert canonical(article) is article


def test_defaults_are_left_out_however_they_were_made() -> None:
    said = (Span(start=0, end=2, text="نص"),)
    quotes = (Quote(id="q1", content=said, polarity="".join(["asser", "ted"])),)
    article = Article(
        schema=SCHEMA, id="abc", language="ar", text="نص", status="raw", quotes=quotes
    )
    for data in (dumps(article), line(article), dumps(decode(line(article)))):
        assert b"polarity" not in data
        assert b"metonym" not in data
