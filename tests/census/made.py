"""A small article whose figures are reckoned by hand in the tests."""

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

TEXT = "قالت وزيرة نقل نوردان، بحسب الوكالة، إن سالما نفى «الخبر» وعبرت عن ثقتها."
"""Thirteen words and 73 characters."""


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start=start, end=start + len(words), text=words)


ARTICLE = Article(
    schema=SCHEMA,
    id="one",
    language="ar",
    text=TEXT,
    status="annotated",
    publication=Publication(
        publisher="نشرة الساحل", author="مها", license="CC-BY-4.0", published="2031-05-09"
    ),
    origin=Origin(kind="human", name="annotator-1"),
    mentions=(
        Mention(
            id="m1", type="ROLE", level="nominal", spans=(span("وزيرة نقل نوردان"),), entity="e1"
        ),
        Mention(
            id="m2", type="ORG", level="nominal", spans=(span("نقل نوردان"),),
            origin=Origin(kind="model", name="m", version="1"),
        ),
        Mention(id="m3", type="GPE", level="name", spans=(span("نوردان"),), entity="e2"),
        Mention(id="m4", type="ORG", spans=(span("الوكالة"),), entity="e3"),
        Mention(
            id="m5", type="PER", level="name", spans=(span("سالما"), span("ثقتها")), entity="e1"
        ),
        Mention(id="m6", type="PER", level="pronoun", spans=(span("عبرت"),), entity="e1"),
    ),
    entities=(
        Entity(id="e1", type="PER", name="إيمان"),
        Entity(id="e2", type="GPE", name="نوردان", qid="Q1"),
        Entity(id="e3", type="ORG", name="الوكالة"),
        Entity(id="e4", type="PER", name="سالم"),
    ),
    quotes=(
        Quote(
            id="q1", type="mixed", content=(span("إن سالما نفى «الخبر»"),), cue=(span("قالت"),),
            source=(span("وزيرة نقل نوردان"),), speaker="e1",
            chain=(Relay(relay="e3", cue=(span("بحسب"),), source=(span("الوكالة"),)),),
        ),
        Quote(
            id="q2", type="direct", content=(span("«الخبر»"),), cue=(span("نفى"),),
            speaker="e4", parent="q1", polarity="negated",
        ),
        Quote(id="q3", content=(span("ثقتها"),), cue=(span("عبرت"), span("عن"))),
    ),
    stances=(
        Stance(id="s1", holder="e1", target=Target(entity="e2"), label="favor", basis="explicit"),
        Stance(id="s2", holder="article", target=Target(entity="e2"), label="against"),
    ),
    topics=("medtop:20000055", "medtop:04000000"),
    extra={"genre": "report"},
)  # fmt: skip

BARE = Article(schema=SCHEMA, id="two", language="ar-EG", text="نص قصير", status="raw")
"""Two words, seven characters, nothing else."""
