"""What one mention, quote, stance and article become in the flat configurations, value by value."""

import pytest

from khabar.hub import rows
from khabar.model import (
    SCHEMA,
    Article,
    Entity,
    Mention,
    Origin,
    Publication,
    Quote,
    Relay,
    Span,
    Stance,
    Target,
)

TEXT = "نقلت الوكالة عن سلمى الحداد قولها إن العمل بدأ، وأضافت المديرة أنه لن يتوقف أمس"


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start=start, end=start + len(words), text=words)


MODEL = Origin(kind="model", name="tagger")
HEAD = {"article": "port-news", "published": "2031-03-08T22:30:00.000"}


@pytest.fixture
def article() -> Article:
    split = (at("سلمى"), at("المديرة"))
    chain = (Relay(relay="e2", cue=(at("نقلت"),), source=(at("الوكالة"),)), Relay(implicit=True))
    return Article(
        schema=SCHEMA,
        id="port-news",
        language="ar",
        title="بدء العمل",
        text=TEXT,
        publication=Publication(published="2031-03-09T01:30+03:00"),
        mentions=(
            Mention(id="m1", type="PER", level="name", spans=split, entity="e1", origin=MODEL),
            Mention(id="m2", type="DATE", spans=(at("ضافت"),), metonym=True),
        ),
        entities=(
            Entity(id="e1", type="PER", name="سلمى الحداد", qid="Q7"),
            Entity(id="e2", type="ORG", name="وكالة الساحل"),
        ),
        quotes=(
            Quote(
                id="q1",
                type="indirect",
                content=(at("إن العمل بدأ"),),
                cue=(at("قولها"),),
                source=(at("سلمى الحداد"),),
                speaker="e1",
                addressee="e2",
                chain=chain,
            ),
            Quote(
                id="q2",
                content=(at("أنه لن يتوقف"),),
                parent="q1",
                same_as="q1",
                polarity="negated",
                origin=MODEL,
            ),
        ),
        stances=(
            Stance(
                id="s1",
                holder="e1",
                target=Target(entity="e2"),
                label="favor",
                basis="implicit",
                quotes=("q2", "q1"),
                spans=(at("بدأ"),),
                asserted_by="e2",
            ),
            Stance(
                id="s2", holder="article", target=Target(topic="medtop:01000000"), label="against"
            ),
            Stance(id="s3", holder="e2", target=Target(claim="العمل بدأ"), label="neutral"),
            Stance(id="s4", holder="e2", target=Target(spans=(at("العمل"),)), label="neutral"),
        ),
        topics=("medtop:20000002", "medtop:05000000"),
        status="annotated",
        origin=Origin(kind="human", name="annotator-1"),
    )


def test_mentions(article: Article) -> None:
    first, second = rows.mentions(article)
    assert first == HEAD | {
        "mention": "m1",
        "type": "PER",
        "level": "name",
        "metonym": False,
        "text": "سلمى … المديرة",
        "start": at("سلمى").start,
        "end": at("المديرة").end,
        "spans": (at("سلمى"), at("المديرة")),
        "proclitic": "",
        "entity": "e1",
        "entity_type": "PER",
        "entity_name": "سلمى الحداد",
        "qid": "Q7",
        "origin": "model",
    }
    assert (second["metonym"], second["proclitic"], second["origin"]) == (True, "وأ", "human")
    assert second["entity"] is second["entity_name"] is second["qid"] is second["level"] is None


def test_quotes(article: Article) -> None:
    first, second = rows.quotes(article)
    assert first == HEAD | {
        "quote": "q1",
        "type": "indirect",
        "polarity": "asserted",
        "content": "إن العمل بدأ",
        "content_spans": (at("إن العمل بدأ"),),
        "cue": "قولها",
        "cue_spans": (at("قولها"),),
        "source": "سلمى الحداد",
        "source_spans": (at("سلمى الحداد"),),
        "speaker": "e1",
        "speaker_type": "PER",
        "speaker_name": "سلمى الحداد",
        "speaker_qid": "Q7",
        "addressee": "e2",
        "addressee_name": "وكالة الساحل",
        "chain": [
            {
                "relay": "e2",
                "relay_name": "وكالة الساحل",
                "cue": "نقلت",
                "source": "الوكالة",
                "implicit": False,
            },
            {"relay": None, "relay_name": None, "cue": None, "source": None, "implicit": True},
        ],
        "parent": None,
        "same_as": None,
        "origin": "human",
    }
    assert (second["parent"], second["same_as"]) == ("q1", "q1")
    assert (second["polarity"], second["origin"], second["type"]) == ("negated", "model", None)
    assert (second["speaker_name"], second["cue"], second["chain"]) == (None, None, [])


def test_stances(article: Article) -> None:
    entity, topic, claim, words = rows.stances(article)
    assert entity == HEAD | {
        "stance": "s1",
        "holder": "e1",
        "holder_name": "سلمى الحداد",
        "target_kind": "entity",
        "target": "e2",
        "target_text": "وكالة الساحل",
        "label": "favor",
        "basis": "implicit",
        "quotes": ("q2", "q1"),
        "spans": (at("بدأ"),),
        "evidence": ["أنه لن يتوقف", "إن العمل بدأ", "بدأ"],
        "asserted_by": "e2",
        "asserted_by_name": "وكالة الساحل",
        "origin": "human",
    }

    def target(row: rows.Row) -> tuple[object, ...]:
        return row["target_kind"], row["target"], row["target_text"]

    assert target(topic) == ("topic", "medtop:01000000", "فنون، ثقافة وترفيه")
    assert (topic["holder"], topic["holder_name"], topic["evidence"]) == ("article", None, [])
    assert target(claim) == ("claim", None, "العمل بدأ")
    assert target(words) == ("spans", None, "العمل")


def test_topics(article: Article) -> None:
    (row,) = rows.topics(article)
    assert row["topic"] == "medtop:20000002"
    assert row["broadest"] == "medtop:01000000"
    assert row["topic_en"] == "arts and entertainment"
    assert row["topics"] == ("medtop:20000002", "medtop:05000000")
    assert (row["title"], row["text"]) == ("بدء العمل", TEXT)
    assert row["article"] == HEAD["article"]
    assert row["published"] == HEAD["published"]
