"""What an annotation says against what went out: told by digest, and read where they differ."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from khabar.formats.label_studio import (
    Carried,
    base_article,
    in_lines,
    is_ours,
    layer_of,
    read_annotation,
    said,
    said_in,
    to_task,
)
from khabar.formats.label_studio.encode import encode
from khabar.formats.label_studio.layers import visible
from khabar.model import SCHEMA, Article, Entity, Mention, Origin, Quote, Span, Stance, Target
from khabar.problem import KhabarError
from khabar.studio.answers import Task
from khabar.studio.known import Known, known_of, said_of
from khabar.studio.parcels import MARK, digest_of, mark, parcel_of
from strategies import articles

TEXT = "قالت سلمى إن الميناء جاهز، وقال سالم إن السفن قادمة من مرفأ الزيتون."
MADE = Origin(kind="model", name="tagger", version="1", score=0.5)


def at(words):
    start = TEXT.index(words)
    return (Span(start=start, end=start + len(words), text=words),)


ARTICLE = Article(
    schema=SCHEMA,
    id="harbor",
    language="ar",
    text=TEXT,
    status="prelabelled",
    entities=(Entity(id="e1", type="PER", name="سلمى"),),
    mentions=(
        Mention(id="m1", type="PER", spans=at("سلمى"), entity="e1"),
        Mention(id="m2", type="PER", spans=at("سالم"), origin=MADE, extra={"other": 1}),
    ),
    quotes=(
        Quote(id="q1", type="indirect", content=at("إن الميناء جاهز"), speaker="e1"),
        Quote(id="q2", type="indirect", content=at("إن السفن قادمة")),
    ),
    stances=(
        Stance(
            id="s1", holder="e1", target=Target(claim="التأخر"), label="against", quotes=("q2",)
        ),
    ),
)


def region(control, label, words, name="MqLzMX09rI"):
    (span,) = at(words)
    value = {"start": span.start, "end": span.end, "text": words, "labels": [label]}
    return {"id": name, "from_name": control, "to_name": "text", "type": "labels", "value": value}


def without(name, results):
    return [one for one in results if name not in (one.get("id"), one.get("to_id"))]


def came(results, layer=None, sent=""):
    return read_annotation(
        ARTICLE, layer, {"result": results, "completed_by": 1}, lambda _: "annotator-1", sent
    )


def test_a_new_region_is_not_taken_for_the_one_deleted():
    """Else it would inherit what that one carried unseen: its model, its score, its extra."""
    drawn = region("mention", "GPE", "مرفأ الزيتون")
    article = came([*without("m2", encode(ARTICLE)), drawn]).article
    assert [one.id for one in article.mentions] == ["m1", "m3"]
    assert article.mentions[1] == Mention(id="m3", type="GPE", spans=at("مرفأ الزيتون"))


def test_what_leans_on_a_deleted_quote_does_not_come_to_lean_on_a_new_one():
    shown = encode(visible(ARTICLE, "quotes"))
    drawn = region("quote", "content", "السفن قادمة")
    article = came([*without("q2", shown), drawn], "quotes").article
    assert [one.id for one in article.quotes] == ["q1", "q3"]
    assert article.stances[0].quotes is None


def test_an_id_that_is_taken_out_of_sight_is_not_overwritten():
    """Regions that came by the interface may be called like annotations of another layer."""
    shown = encode(visible(ARTICLE, "mentions"))
    article = came([*shown, region("quote", "content", "السفن", name="q2")], "mentions").article
    assert article.quotes[:2] == ARTICLE.quotes
    assert [one.id for one in article.quotes] == ["q1", "q2", "q3"]


def test_drawn_again_on_the_same_words_it_is_the_same():
    drawn = region("mention", "PER", "سالم")
    one = came([*without("m2", encode(ARTICLE)), drawn]).article.mentions[1]
    assert one == ARTICLE.mentions[1]
    other = came([*without("m2", encode(ARTICLE)), region("mention", "ORG", "سالم")]).article
    assert other.mentions[1].id == "m3", "another label is another annotation"


def test_two_on_the_same_words_are_two():
    results = [*encode(ARTICLE), region("mention", "PER", "سالم")]
    assert [one.id for one in came(results).article.mentions] == ["m1", "m2", "m3"]


def test_order_and_what_the_page_adds_say_nothing():
    results = encode(ARTICLE)
    page = [{**one, "origin": "prediction", "meta": {}} for one in reversed(results)]
    assert said(page) == said(results)
    assert said(msgspec.Raw(msgspec.json.encode(page))) == said(results)
    assert said([*results, results[0]]) != said(results)
    assert said(results[1:]) != said(results)
    assert said(msgspec.Raw(b'"none"')) == ""


@given(articles())
def test_what_goes_out_and_what_comes_home_are_told_by_one_digest(article):
    results = encode(article)
    assert said_in(in_lines(results)) == said(results)
    made = to_task(article, as_predictions=True)
    parcel = parcel_of(article, made)
    assert (parcel.data, parcel.results) == (digest_of(made["data"]), digest_of(results))


def changed(value):
    match value:
        case str():
            return value + "x"
        case int():
            return value + 1
        case [first, *rest]:
            return [changed(first), *rest]
    return value


@pytest.mark.parametrize("number", range(len(encode(ARTICLE))))
def test_every_value_counts(number):
    results = encode(ARTICLE)
    before, one = said(results), results[number]
    keys = [key for key in one if key not in ("value", "to_name")]
    for key in keys:
        results[number] = {**one, key: changed(one[key])}
        assert said(results) != before, key
    for key in one.get("value", ()):
        results[number] = {**one, "value": {**one["value"], key: changed(one["value"][key])}}
        assert said(results) != before, key


@given(articles(), st.randoms(use_true_random=False))
def test_the_short_way_and_the_long_way_meet(article, random):
    results = encode(article)
    random.shuffle(results)
    annotation = {"result": msgspec.Raw(msgspec.json.encode(results)), "completed_by": 1}

    def read(sent):
        return read_annotation(article, None, annotation, lambda _: "annotator-1", sent)

    short, long = read(said(encode(article))), read("of another push")
    assert short.same
    assert short == long


def test_a_digest_of_another_push_does_not_hide_a_change():
    results = encode(ARTICLE)
    assert came(results, sent=said(results)).same
    one = came(without("m2", results), sent=said(results))
    assert not one.same
    assert [it.id for it in one.article.mentions] == ["m1"]
    none = came(None, sent=said(results))
    assert none.article.mentions == ()


def task(article=ARTICLE, **changes):
    made = msgspec.json.decode(msgspec.json.encode(to_task(article, as_predictions=True)))
    meta = {MARK: mark(parcel_of(article, made))}
    return replace(Task(id=7, data=made["data"], meta=meta, total_predictions=1), **changes)


def test_what_went_out_is_known_only_while_the_data_are_as_they_were():
    whole = task()
    assert said_of(whole) == said(encode(ARTICLE))
    assert said_of(replace(whole, data={**whole.data, "title": "عنوان آخر"})) == ""
    assert said_of(replace(whole, meta={})) == ""
    assert said_of(replace(whole, meta={MARK: "altered"})) == ""
    old = {key: value for key, value in whole.meta[MARK].items() if key != "said"}
    assert said_of(replace(whole, meta={MARK: old})) == ""


def as_it_comes(whole, **changes):
    """A task whose data were read as far as pull reads them."""
    raw = msgspec.json.encode({**whole.data, **changes})
    read = msgspec.json.decode(raw, type=Carried).data()
    return replace(whole, data=read, raw=raw)


@given(articles())
def test_an_article_comes_home_unread_as_it_does_read(article):
    whole = task(article)
    unread = as_it_comes(whole)
    assert isinstance(unread.data["article"], msgspec.Raw)
    for one in (whole, unread):
        plain = {"id": one.id, "data": one.data}
        assert is_ours(plain)
        assert base_article(plain) == article
        assert layer_of(plain) is None
    assert said_of(unread) == said_of(whole) == said(encode(article))


@given(articles())
def test_an_article_that_is_the_same_here_is_not_read_again(article):
    unread = as_it_comes(task(article), **msgspec.json.decode(in_order(task(article).data)))
    assert base_article({"data": unread.data}, article) is article
    other = replace(article, keywords=(*article.keywords, "مرفأ"))
    assert base_article({"data": unread.data}, other) == article
    assert base_article({"data": task(article).data}, article) == article


@pytest.mark.parametrize("extra", [{"text": ""}, {"a": {"b": 1, "text": ""}}])
def test_a_text_elsewhere_is_not_taken_for_the_articles(extra):
    article = replace(ARTICLE, extra=extra)
    data = msgspec.json.decode(in_order(task(article).data))
    assert base_article({"data": as_it_comes(task(article), **data).data}, article) == article
    data["article"] = {**data["article"], "extra": {"b": 1}}
    unread = as_it_comes(task(article), **data).data
    assert base_article({"data": unread}, article).extra == {"b": 1}


def in_order(data):
    return msgspec.json.encode(data, order="sorted")


def test_the_order_of_the_data_does_not_count_but_what_they_say_does():
    whole = task()
    backwards = replace(whole, data=dict(reversed(whole.data.items())))
    assert said_of(as_it_comes(backwards)) == said_of(whole)
    assert said_of(as_it_comes(whole, title="عنوان آخر")) == ""


@pytest.mark.parametrize("record", [None, [], "سلمى", 7])
def test_a_task_without_an_article_is_not_ours(record):
    assert not is_ours({"data": as_it_comes(task(), article=record).data})
    assert not is_ours({"data": {**task().data, "article": record}})


@pytest.mark.parametrize("record", [{}, {"id": 1}, {"text": "نص آخر"}])
def test_a_damaged_article_is_told(record):
    for data in (as_it_comes(task(), article=record).data, {**task().data, "article": record}):
        with pytest.raises(KhabarError, match="harbor: the article in the task is damaged"):
            base_article({"data": data})


def test_a_text_that_rides_with_the_article_does_not_count():
    record = {**task().data["article"], "text": "نص آخر"}
    assert base_article({"data": as_it_comes(task(), article=record).data}) == ARTICLE


def test_what_arrived_is_known_by_its_mark():
    parcel = parcel_of(ARTICLE, to_task(ARTICLE, as_predictions=True))
    known = known_of(task())
    assert known.says(parcel)
    assert known.arrived(parcel)
    assert not replace(known, data="x").says(parcel)
    assert not replace(known, predictions=0).arrived(parcel)
    other = replace(ARTICLE, mentions=ARTICLE.mentions[:1])
    assert not known.says(parcel_of(other, to_task(other, as_predictions=True)))
    assert isinstance(known, Known)


def test_what_was_changed_says_by_whom():
    results = [
        {**one, "value": {**one["value"], "labels": ["ORG"]}}
        if (one.get("id"), one["type"]) == ("m2", "labels")
        else one
        for one in encode(ARTICLE)
    ]
    one = came(results).article.mentions[1]
    assert (one.id, one.type, one.extra) == ("m2", "ORG", {"other": 1})
    assert one.origin == replace(MADE, edited_by="annotator-1")


def test_two_references_to_a_deleted_quote_both_go():
    """Of two relations between the same two regions the page shows one."""
    first, second = ARTICLE.quotes
    base = replace(ARTICLE, quotes=(replace(first, parent="q2", same_as="q2"), second))
    left = without("q2", encode(base))
    article = read_annotation(base, None, {"result": left}, lambda _: None).article
    (one,) = article.quotes
    assert (one.parent, one.same_as) == (None, None)
