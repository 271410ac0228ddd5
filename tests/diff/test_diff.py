"""What changed, in terms of annotations."""

import json
import random
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from khabar.diff import changes, compare, diff, lines, markdown
from khabar.model import (
    SCHEMA,
    Article,
    Entity,
    Mention,
    Origin,
    Quote,
    Relay,
    Span,
    Stance,
    Target,
)
from khabar.store import write_article, write_lines
from strategies import articles

TEXT = "قالت سلمى الحداد إن المشروع بدأ في ميناء المرسى"


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start=start, end=start + len(words), text=words)


BASE = Article(
    schema=SCHEMA,
    id="abc",
    language="ar",
    text=TEXT,
    status="annotated",
    mentions=(
        Mention(id="m1", type="PER", spans=(span("سلمى الحداد"),), entity="e1"),
        Mention(id="m2", type="FAC", spans=(span("ميناء المرسى"),), entity="e2"),
    ),
    entities=(
        Entity(id="e1", type="PER", name="سلمى الحداد"),
        Entity(id="e2", type="FAC", name="ميناء المرسى"),
    ),
    quotes=(
        Quote(
            id="q1",
            type="indirect",
            content=(span("إن المشروع بدأ"),),
            speaker="e1",
            chain=(Relay(relay="e2"),),
        ),
    ),
    stances=(Stance(id="s1", holder="e1", target=Target(entity="e2"), label="favor"),),
)


def changed(**fields: object) -> list[tuple[str, str, str, str]]:
    found = changes(BASE, replace(BASE, **fields))
    return [(one.kind, one.what, one.id, one.field) for one in found]


MENTION, OTHER = BASE.mentions
(QUOTE,) = BASE.quotes


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"mentions": (MENTION,)}, [("removed", "mention", "m2", "")]),
        (
            {"mentions": (*BASE.mentions, Mention(id="m3", type="LOC", spans=(span("المرسى"),)))},
            [("added", "mention", "m3", "")],
        ),
        (
            {"mentions": (replace(MENTION, spans=(span("سلمى"),)), OTHER)},
            [("moved", "mention", "m1", "spans")],
        ),
        (
            {"mentions": (replace(MENTION, type="ROLE"), OTHER)},
            [("relabelled", "mention", "m1", "type")],
        ),
        (
            {"mentions": (replace(MENTION, entity="e2"), OTHER)},
            [("relinked", "mention", "m1", "entity")],
        ),
        ({"mentions": (replace(MENTION, note="؟"), OTHER)}, [("edited", "mention", "m1", "note")]),
        (
            {"quotes": (replace(QUOTE, polarity="negated", cue=(span("قالت"),)),)},
            [("moved", "quote", "q1", "cue"), ("relabelled", "quote", "q1", "polarity")],
        ),
        ({"topics": ("medtop:11000000",)}, [("relabelled", "article", "abc", "topics")]),
        ({"status": "raw"}, [("edited", "article", "abc", "status")]),
        ({"origin": Origin(kind="human")}, [("edited", "article", "abc", "origin")]),
    ],
)
def test_each_kind_of_change(fields: dict[str, object], expected: list[tuple[str, ...]]) -> None:
    assert changed(**fields) == expected


def test_a_new_id_at_the_same_place_is_no_change() -> None:
    mentions = (replace(MENTION, id="m9"), OTHER)
    assert changed(mentions=mentions) == []


def test_a_new_type_at_the_same_place_is_a_new_label() -> None:
    mentions = (replace(MENTION, id="m9", type="ROLE"), OTHER)
    assert changed(mentions=mentions) == [("relabelled", "mention", "m9", "type")]


def test_references_follow_an_entity_that_got_another_id() -> None:
    entities = (replace(BASE.entities[0], id="e7"), BASE.entities[1])
    after = replace(
        BASE,
        entities=entities,
        mentions=(replace(MENTION, entity="e7"), OTHER),
        quotes=(replace(QUOTE, speaker="e7"),),
        stances=(replace(BASE.stances[0], holder="e7"),),
    )
    assert changes(BASE, after) == []
    assert [one.field for one in changes(BASE, replace(after, quotes=(QUOTE,)))] == ["speaker"]


def test_references_inside_chains_and_targets_follow_too() -> None:
    entities = (BASE.entities[0], replace(BASE.entities[1], id="e8"))
    after = replace(
        BASE,
        entities=entities,
        mentions=(MENTION, replace(OTHER, entity="e8")),
        quotes=(replace(QUOTE, chain=(Relay(relay="e8"),)),),
        stances=(replace(BASE.stances[0], target=Target(entity="e8")),),
    )
    assert changes(BASE, after) == []


@given(articles())
def test_nothing_changed(article: Article) -> None:
    assert changes(article, article) == []


@given(articles(), st.data())
def test_removing_one_annotation_is_exactly_that(article: Article, data: st.DataObject) -> None:
    names = [name for name in ("mentions", "stances") if getattr(article, name)]
    if not names:
        return
    name = data.draw(st.sampled_from(names))
    gone = data.draw(st.sampled_from(getattr(article, name)))
    left = tuple(one for one in getattr(article, name) if one != gone)
    found = changes(article, replace(article, **{name: left}))
    assert [(one.kind, one.id) for one in found] == [("removed", gone.id)]
    back = changes(replace(article, **{name: left}), article)
    assert [(one.kind, one.id) for one in back] == [("added", gone.id)]


def test_sets_of_articles_are_matched_by_id_in_any_order() -> None:
    many = [replace(BASE, id=f"a-{number}") for number in range(5)]
    other = [replace(BASE, id="new"), *many[1:3], replace(many[3], status="raw"), many[4]]
    random.Random(3).shuffle(other)
    found = {one.article: one.state for one in compare(many, other)}
    assert found == {"a-0": "removed", "a-3": "changed", "new": "added"}


def test_passes_of_one_article_are_matched_by_annotator() -> None:
    one = replace(BASE, origin=Origin(kind="human", name="annotator-1"))
    two = replace(BASE, origin=Origin(kind="human", name="annotator-2"))
    found = list(compare([one, two], [two, replace(one, mentions=())]))
    assert [(d.annotator, d.state, len(d.changes)) for d in found] == [
        ("annotator-1", "changed", 2)
    ]


def test_files_and_words(tmp_path: Path) -> None:
    write_article(tmp_path / "before" / "abc.json", BASE)
    write_lines(
        tmp_path / "after.jsonl", [replace(BASE, mentions=(replace(MENTION, type="ROLE"),))]
    )
    found = list(diff(tmp_path / "before", tmp_path / "after.jsonl"))
    assert list(lines(found)) == [
        "abc: changed, 1 mention relabelled, 1 mention removed",
        "  relabelled mention m1 \u2068سلمى الحداد\u2069 type: PER → ROLE",
        "  removed mention m2 \u2068ميناء المرسى\u2069",
    ]
    table = list(markdown(found))
    assert table[0] == "### abc: changed, 1 mention relabelled, 1 mention removed"
    assert table[4] == "| relabelled | mention | m1 | \u2068سلمى الحداد\u2069 | type | PER | ROLE |"
    assert json.loads(msgspec.json.encode(found))[0]["changes"][1] == {
        "kind": "removed",
        "what": "mention",
        "id": "m2",
        "text": "ميناء المرسى",
    }


def test_a_moved_span_shows_its_offsets(tmp_path: Path) -> None:
    after = replace(BASE, mentions=(replace(MENTION, spans=(span("سلمى"),)), OTHER))
    (found,) = compare([BASE], [after])
    assert list(lines([found]))[1].endswith("spans: [5:16] → [5:9]")
