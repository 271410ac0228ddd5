"""Label Studio JSON: what the page shows, what an annotator does there, what others export."""

import copy
import json
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from khabar.diff import changes
from khabar.formats import label_studio
from khabar.formats.label_studio import Imported, base_article, from_task, to_task
from khabar.formats.label_studio.decode import decode
from khabar.formats.label_studio.encode import encode, topic_path
from khabar.formats.label_studio.merge import merge
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
from khabar.problem import Finding, KhabarError
from khabar.store import canonical
from strategies import articles

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "labelstudio"
TEXT = (
    "ونقلت وكالة الساحل عن الوزيرة سلمى الحداد قولها: «سنبدأ غدا»، بحسب صحيفة المدى. ورحب سالم 😀"
)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start=start, end=start + len(words), text=words)


BASE = Article(
    schema=SCHEMA,
    id="abc",
    language="ar",
    text=TEXT,
    status="prelabelled",
    mentions=(
        Mention(id="m1", type="ORG", level="name", spans=(span("وكالة الساحل"),), entity="e1"),
        Mention(id="m2", type="ROLE", level="nominal", spans=(span("الوزيرة"),), entity="e2"),
        Mention(id="m3", type="PER", level="name", spans=(span("سلمى الحداد"),), entity="e2"),
        Mention(id="m4", type="PER", spans=(span("سالم"),), entity="e3", note="من هو؟"),
    ),
    entities=(
        Entity(id="e1", type="ORG", name="وكالة الساحل"),
        Entity(id="e2", type="PER", name="سلمى الحداد", gender="feminine", extra={"k": [1]}),
        Entity(id="e3", type="PER", name="سالم"),
        Entity(id="e4", type="PRODUCT", name="صحيفة المدى"),
    ),
    quotes=(
        Quote(
            id="q1",
            type="direct",
            content=(span("«سنبدأ غدا»"),),
            cue=(span("قولها"),),
            source=(span("سلمى الحداد"),),
            speaker="e2",
            chain=(
                Relay(relay="e1", cue=(span("نقلت"), span("عن")), source=(span("وكالة الساحل"),)),
                Relay(relay="e4", cue=(span("بحسب"),), source=(span("صحيفة المدى"),)),
            ),
            origin=Origin(kind="model", name="m", version="1", score=0.5),
        ),
    ),
    stances=(
        Stance(
            id="s1",
            holder="e3",
            target=Target(spans=(span("سنبدأ غدا"),)),
            label="favor",
            basis="explicit",
            spans=(span("رحب"),),
        ),
        Stance(id="s2", holder="article", target=Target(claim="بدأ العمل"), label="neutral"),
    ),
    topics=("medtop:20000639", "medtop:11000000"),
)


def results(article: Article = BASE) -> list[dict[str, Any]]:
    return copy.deepcopy(encode(article))


def back(edited: list[dict[str, Any]], base: Article = BASE) -> Imported:
    task = to_task(base)
    task["annotations"] = [{"result": edited}]
    (imported,) = from_task(json.loads(json.dumps(task)))
    return imported


def done(imported: Imported, base: Article = BASE) -> list[tuple[str, str, str, str]]:
    found = changes(base, imported.article)
    return [(one.kind, one.what, one.id, one.field) for one in found]


def region(name: str, control: str, label: str, words: str) -> dict[str, Any]:
    where = span(words)
    return {
        "id": name,
        "from_name": control,
        "to_name": "text",
        "type": "labels",
        "value": {"start": where.start, "end": where.end, "text": words, "labels": [label]},
        "origin": "manual",
    }


def answer(name: str, control: str, value: str, kind: str = "choices") -> dict[str, Any]:
    key = "text" if kind == "textarea" else kind
    return {
        "id": name,
        "from_name": control,
        "to_name": "text",
        "type": kind,
        "value": {"start": 0, "end": 1, key: [value]},
    }


def relation(start: str, end: str, label: str | None) -> dict[str, Any]:
    made = {"type": "relation", "from_id": start, "to_id": end, "direction": "right"}
    return made | ({"labels": [label]} if label else {})


def as_page_leaves_it(given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a trip through the page does: regroups by region, marks origins."""
    links = [one for one in given if one["type"] == "relation"]
    rest = sorted((one for one in given if one["type"] != "relation"), key=lambda one: one["id"])
    return [one | {"origin": "prediction"} for one in rest] + links


# What the page is given says what the article says.


def test_the_page_shows_the_whole_quote() -> None:
    view = decode(TEXT, results(), BASE.entities)
    assert view.mentions == BASE.mentions
    assert view.quotes == (replace(BASE.quotes[0], origin=None),)
    assert view.stances == BASE.stances[:1]
    assert view.topics == BASE.topics
    assert view.left_over == ()
    assert view.remarks == ()


@given(articles())
def test_what_has_words_is_shown(article: Article) -> None:
    """All but chains, which fold into one another when words are shared."""
    view = decode(article.text, encode(article), article.entities)
    shown = {one.id: one for one in view.mentions}
    exact = {one.id: one for one in article.mentions if _tight(article.text, one.spans)}
    for name, one in exact.items():
        assert shown[name] == replace(one, origin=None, extra=None)
    for one in view.quotes:
        (own,) = [quote for quote in article.quotes if quote.id == one.id]
        for field in ("type", "speaker", "addressee", "polarity", "note"):
            assert getattr(one, field) == getattr(own, field)
    assert len(view.quotes) == len(article.quotes)
    assert set(view.topics) == set(article.topics)


def _tight(text: str, spans: tuple[Span, ...]) -> bool:
    """Spans without blanks at their edges, apart from one another."""
    return all(one.text.strip() == one.text for one in spans)


@given(articles())
def test_untouched_on_the_page_means_unchanged(article: Article) -> None:
    left = as_page_leaves_it(results(article))
    assert back(left, article).article == article
    sent = decode(article.text, results(article), article.entities)
    got = decode(article.text, left, article.entities)
    assert merge(article, sent, got) == article


@given(articles())
def test_one_deletion_leaves_all_else_alone(article: Article) -> None:
    """Whatever else there is, deleting one region that stands alone is exactly that."""
    alone = [one for one in article.mentions if _alone(one, results(article))]
    if not alone:
        return
    gone = alone[0]
    left = [one for one in as_page_leaves_it(results(article)) if one.get("id") != gone.id]
    mentions = tuple(one for one in article.mentions if one != gone)
    assert back(left, article).article == canonical(replace(article, mentions=mentions))


def _alone(mention: Mention, given: list[dict[str, Any]]) -> bool:
    return not any(mention.id in (one.get("from_id"), one.get("to_id")) for one in given)


def test_words_shared_with_a_mention_get_no_second_region() -> None:
    ids = [one["id"] for one in results() if one["type"] == "labels"]
    assert "q1_source" not in ids
    assert "q1_relay1" not in ids
    assert "q1_relay2" in ids
    assert max(Counter(ids).values()) == 1


@given(articles())
def test_at_most_one_relation_joins_a_pair(article: Article) -> None:
    links = [(one["from_id"], one["to_id"]) for one in encode(article) if one["type"] == "relation"]
    assert len(links) == len(set(links))
    ids = {one["id"] for one in encode(article) if one["type"] == "labels"}
    assert {end for link in links for end in link} <= ids


# What an annotator does comes back as exactly that.


def test_deleting_a_mention() -> None:
    edited = [one for one in results() if one.get("id") != "m4"]
    assert done(back(edited)) == [("removed", "mention", "m4", "")]


def test_adding_a_mention_of_a_known_entity() -> None:
    edited = [*results(), region("xK3_-9abcD", "mention", "DATE", "غدا")]
    imported = back([*edited, answer("xK3_-9abcD", "level", "name")])
    assert done(imported) == [("added", "mention", "m5", "")]
    assert imported.article.mentions[-2].level == "name"


def test_naming_a_new_entity() -> None:
    edited = [*results(), region("n1", "mention", "DATE", "غدا")]
    imported = back([*edited, answer("n1", "entity_new", " يوم الغد ", "textarea")])
    assert done(imported) == [("added", "mention", "m5", ""), ("added", "entity", "e5", "")]
    (new,) = [one for one in imported.article.entities if one.id == "e5"]
    assert new == Entity(id="e5", type="DATE", name="يوم الغد")


def test_naming_an_entity_that_is_there_links_to_it() -> None:
    edited = [*results(), region("n1", "mention", "PER", "الوزيرة")]
    imported = back([*edited, answer("n1", "entity_new", "سلمى الحداد", "textarea")])
    assert [one.entity for one in imported.article.mentions if one.id == "m5"] == ["e2"]
    assert len(imported.article.entities) == len(BASE.entities)


def test_relabelling_and_relinking() -> None:
    edited = results()
    for one in edited:
        if one.get("id") == "m4" and one["type"] == "labels":
            one["value"]["labels"] = ["NORP"]
        if one.get("id") == "q1" and one["from_name"] == "speaker":
            one["value"]["choices"] = ["e3"]
    assert done(back(edited)) == [
        ("relabelled", "mention", "m4", "type"),
        ("relinked", "quote", "q1", "speaker"),
    ]


def test_moving_a_mention() -> None:
    edited = results()
    where = span("سلمى")
    for one in edited:
        if one.get("id") == "m3" and one["type"] == "labels":
            one["value"] |= {"start": where.start, "end": where.end, "text": where.text}
    found = done(back(edited))
    assert ("moved", "mention", "m3", "spans") in found


def test_drawing_a_quote_with_its_chain() -> None:
    base = replace(BASE, quotes=(), stances=())
    edited = [
        *results(base),
        region("Qc", "quote", "content", "«سنبدأ غدا»"),
        answer("Qc", "quote_type", "direct"),
        answer("Qc", "speaker", "e2"),
        region("Cu", "quote", "cue", "قولها"),
        region("R2", "quote", "relay", "صحيفة المدى"),
        answer("R2", "party", "e4"),
        region("C1", "quote", "cue", "نقلت"),
        region("C2", "quote", "cue", "عن"),
        region("C3", "quote", "cue", "بحسب"),
        relation("Cu", "Qc", None),
        relation("Qc", "m3", "القائل"),
        relation("Qc", "m1", "الناقل"),
        relation("m1", "C1", "فعل القول"),
        relation("C1", "C2", None),
        relation("m1", "R2", "الناقل"),
        relation("R2", "C3", None),
    ]
    imported = back(edited, base)
    (quote,) = imported.article.quotes
    assert quote == replace(BASE.quotes[0], origin=None)
    assert [one.code for one in imported.findings] == ["LS002"] * 3


def test_a_stance_on_the_page() -> None:
    base = replace(BASE, stances=())
    edited = [
        *results(base),
        region("St", "stance", "against", "رحب"),
        answer("St", "holder", "e3"),
        answer("St", "target", "medtop:11000000"),
        relation("St", "q1", "دليل"),
    ]
    (stance,) = back(edited, base).article.stances
    assert stance == Stance(
        id="s1",
        holder="e3",
        target=Target(topic="medtop:11000000"),
        label="against",
        quotes=("q1",),
        spans=(span("رحب"),),
    )


def test_deleting_a_quote_cleans_what_refers_to_it() -> None:
    base = replace(
        BASE,
        stances=(
            Stance(id="s2", holder="e3", target=Target(claim="x"), label="favor", quotes=("q1",)),
        ),
    )
    edited = [
        one
        for one in results(base)
        if not str(one.get("id", "")).startswith("q1")
        and "q1" not in (one.get("from_id"), one.get("to_id"))
    ]
    imported = back(edited, base)
    assert imported.article.quotes == ()
    assert [one.quotes for one in imported.article.stances] == [None]


def test_what_the_page_cannot_show_comes_home() -> None:
    edited = [one for one in results() if one.get("id") != "m4"]
    article = back(edited).article
    assert article.stances[1] == BASE.stances[1]
    assert article.entities == BASE.entities
    assert article.quotes[0].origin == BASE.quotes[0].origin


def test_the_implicit_flag_survives_a_change_of_the_chain() -> None:
    quote = BASE.quotes[0]
    assert quote.chain
    chain = (replace(quote.chain[0], implicit=True), quote.chain[1])
    base = replace(BASE, quotes=(replace(quote, chain=chain),))
    edited = [
        one for one in results(base) if "q1_relay2" not in str(one) or one["type"] != "relation"
    ]
    (quote,) = back(edited, base).article.quotes
    assert quote.chain == chain[:1]


def test_a_pass_says_who_made_it_and_what_came_from_elsewhere() -> None:
    base = replace(BASE, origin=Origin(kind="rule", name="lexicon"))
    task = to_task(base)
    edited = results(base)
    for one in edited:
        if one.get("id") == "m4" and one["type"] == "labels":
            one["value"]["labels"] = ["NORP"]
    edited.append(region("n1", "mention", "DATE", "غدا"))
    by = {"id": 7, "email": "someone@example.org"}
    task["annotations"] = [{"result": edited, "completed_by": by, "id": 12}]
    (imported,) = from_task(task)
    article = imported.article
    assert imported.annotator == "annotator-7"
    assert article.origin == Origin(kind="human", name="annotator-7")
    origins = {one.id: one.origin for one in article.mentions}
    assert origins["m1"] == Origin(kind="rule", name="lexicon")
    assert origins["m4"] == Origin(kind="rule", name="lexicon", edited_by="annotator-7")
    assert origins["m5"] is None
    assert article.quotes[0].origin == BASE.quotes[0].origin
    assert b"example.org" not in msgspec.json.encode(article)


# What does not fit is kept and told.


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        (region("x", "mention", "PERSON", "سالم"), "its label PERSON is unknown"),
        (region("x", "quote", "cue", "عن"), "the cue belongs to no quote"),
        (relation("m1", "m2", "متزوج"), "its label متزوج is unknown"),
        (relation("m1", "gone", "القائل"), "a region it links is missing"),
        (relation("m1", "m2", None), "its ends do not tell which it is"),
        (answer("gone", "level", "name"), "its region is missing"),
        (region("x", "stance", "favor", "عن"), "the stance has no holder yet"),
        (region("x", "other", "PER", "عن"), "the control other is not khabar's"),
        (region("m1", "mention", "PER", "عن"), "its id is taken by another region"),
        (
            {
                "from_name": "mention",
                "type": "labels",
                "id": "x",
                "value": {"start": 1.5, "end": 2},
            },
            "it has no usable offsets",
        ),
        (
            {
                "from_name": "mention",
                "type": "labels",
                "id": "x",
                "value": {"start": 5, "end": 900, "labels": ["PER"], "text": "x"},
            },
            "its offsets lie outside the text",
        ),
    ],
)
def test_what_has_no_place_is_kept_under_extra(extra: dict[str, Any], reason: str) -> None:
    imported = back([*results(), extra])
    assert [one.field for one in changes(BASE, imported.article)] == ["extra"]
    assert imported.article.extra == {"label-studio": {"results": [extra]}}
    (finding,) = imported.findings
    assert reason in finding.message
    again = back([*results(imported.article), extra], imported.article)
    assert again.article == imported.article


def test_blanks_at_an_edge_are_trimmed_and_told() -> None:
    drawn = region("x", "mention", "DATE", " غدا")
    drawn = region("x", "mention", "DATE", "غدا")
    drawn["value"] |= {"start": drawn["value"]["start"] - 1, "text": " غدا"}
    imported = back([*results(), drawn])
    (added,) = [one for one in imported.article.mentions if one.id == "m5"]
    assert added.spans == (span("غدا"),)
    assert [one.message for one in imported.findings] == ["region x: edge-blanks"]


# What Label Studio would damage is refused.


def test_a_changed_text_is_refused() -> None:
    task = to_task(BASE)
    task["data"]["text"] += "."
    with pytest.raises(KhabarError, match="abc: the text of the task was changed"):
        list(from_task(task))


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (replace(BASE, title="\x00"), "NUL"),
        (replace(BASE, title="\\\\\x00"), "NUL"),
        (replace(BASE, mentions=(BASE.mentions[0],) * 2), "the id m1 is given twice"),
        (
            replace(
                BASE, mentions=(replace(BASE.mentions[0], spans=(Span(start=0, end=2, text="x"),)),)
            ),
            "not what its offsets select",
        ),
    ],
)
def test_damage_is_refused(bad: Article, message: str) -> None:
    with pytest.raises(KhabarError, match=message):
        to_task(bad)


def test_letters_that_look_like_the_escape_of_a_nul_are_no_nul() -> None:
    base = replace(BASE, title=r"\u0000", keywords=(r"a\\u0000",))
    (imported,) = from_task(to_task(base))
    assert imported.article == base


# The article that rides in a task as bytes.


def sent(article: Article) -> dict[str, Any]:
    """A task as the server keeps it: keys in order, the article unread."""
    data = to_task(article)["data"]
    record = msgspec.json.encode(data["article"], order="sorted")
    return {"data": {**data, "article": msgspec.Raw(record)}}


LURE = {"a": 1, "text": "", "z": [{"b": ',"text":""', "text": ""}]}


@given(articles(), st.sampled_from([None, LURE]), st.data())
def test_an_article_that_is_likely_makes_no_difference(
    article: Article, extra: dict[str, object] | None, data: st.DataObject
) -> None:
    article = replace(article, extra=extra)
    task = sent(article)
    read = base_article(task)
    assert read == article
    assert base_article(task, article) is article
    other = data.draw(
        st.sampled_from(
            [
                replace(article, title=',"text":""'),
                replace(article, extra={"text": ""}),
                replace(article, mentions=()),
                replace(article, keywords=(*article.keywords, "أخرى")),
            ]
        )
    )
    assert base_article(task, other) == article


def test_predictions_of_all_models_have_one_version() -> None:
    """A project shows the predictions of one version only."""
    base = replace(BASE, origin=Origin(kind="model", name="m", version="7"))
    (prediction,) = to_task(base, as_predictions=True)["predictions"]
    assert prediction["model_version"] == "khabar"
    assert prediction["result"] == results(base)


def test_topics_stand_under_their_wider_ones() -> None:
    assert topic_path("medtop:20000639")[0] == "medtop:11000000"
    assert topic_path("medtop:20000639")[-1] == "medtop:20000639"
    assert topic_path("medtop:99999999") == ["medtop:99999999"]


# Exports that others made.


def read(name: str) -> tuple[list[Article], list[Finding]]:
    if not SHARED.is_dir():
        pytest.skip("the folder of real exports, ../shared/data, is absent")
    findings: list[Finding] = []
    return list(label_studio.read(SHARED / name, findings.append)), findings


def layers(found: list[Article]) -> list[dict[str, Any]]:
    return [(one.extra or {})["label-studio"] for one in found]


def test_an_export_of_three_annotators() -> None:
    found, findings = read("leoka-team-8-three-annotators.json")
    assert len(found) == 313
    assert len({one.id for one in found}) == 130
    names = Counter(one.origin.name for one in found if one.origin)
    assert sorted(names.values()) == [51, 130, 132]
    kept = [one for layer in layers(found) for one in layer["results"]]
    assert Counter(one["type"] for one in kept) == {"labels": 2799, "taxonomy": 312}
    assert sum(bool(layer.get("cancelled")) for layer in layers(found)) == 2
    assert all(layer["data"].keys() == {"id.num"} for layer in layers(found))
    codes = Counter(one.code for one in findings)
    assert codes == {"LS005": 2799 + 312, "LS004": 592, "LS003": 2}
    assert b"@" not in b"".join(msgspec.json.encode(one.origin) for one in found)


def test_an_export_with_relations() -> None:
    found, findings = read("bio-relations-long-text.json")
    assert [len(one.text) for one in found] == [66352, 54659]
    kept = [one for layer in layers(found) for one in layer["results"]]
    assert Counter(one["type"] for one in kept) == {"labels": 13, "relation": 7}
    assert all(layer["text_key"] == "text" for layer in layers(found))
    assert not [one for one in findings if one.severity == "error"]


def test_json_min() -> None:
    found, _ = read("bio-json-min.json")
    assert [len(layer["results"]) for layer in layers(found)] == [19, 15]
    whole, _ = read("bio-relations-long-text.json")
    assert {one.text for one in found} == {one.text for one in whole}


def test_old_completions() -> None:
    found, _ = read("template-relation-extraction.json")
    (layer,) = layers(found)
    assert Counter(one["type"] for one in layer["results"]) == {"labels": 4, "relation": 3}


def test_a_span_that_stands_nowhere_is_an_error() -> None:
    _, findings = read("lsf-one-span-wrong-offset.json")
    assert [one.message for one in findings if one.severity == "error"] == [
        "in a span, no known cause explains the difference"
    ]


@pytest.mark.parametrize("size", [17, 4096, 10**7])
def test_pieces_of_any_size_give_the_same(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("khabar.formats.label_studio.exports._CHUNK", size)
    many = [replace(BASE, id=f"a-{number}") for number in range(20)]
    label_studio.write(many, tmp_path / "x.ls.json")
    assert list(label_studio.read(tmp_path / "x.ls.json")) == many


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'[{"data": {"text": "x"}},\n {"data": ]', "2:11: this is not JSON"),
        (b"[3]", "entry 1 is no task but int"),
        (b'[{"data": 3}]', "task 1 has no data"),
        (b'[{"data": {"n": 3}}]', "its data holds no text"),
        (b'[{"data": {"text": "\xff"}}]', "not UTF-8"),
    ],
)
def test_what_is_no_export_is_refused(data: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(data)
    with pytest.raises(KhabarError, match=message):
        list(label_studio.read(path))
