"""Decisions and gold in folders: their form, what is replaced, and whether gold is what follows."""

import hashlib
import json

import pytest
from msgspec.structs import replace

from adjudication.two import AMAL, BASIM, KEYS, PASSES
from khabar.adjudication import decide, decision_on, digest, merge, subjects
from khabar.adjudication.decisions import (
    REASONS,
    Decisions,
    dump_decisions,
    load_decisions,
    read_decisions,
)
from khabar.adjudication.files import Kept, Place, counts, differences, record, write_gold
from khabar.adjudication.strategies import settle
from khabar.model import Origin
from khabar.problem import KhabarError
from khabar.schema import labels
from khabar.store import read_article, write_article

MERGED = merge(PASSES)
BY_ID = {who: {"storm": one} for who, one in PASSES.items()}
JUDGE = Origin(kind="human", name="judge")


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path / "adjudication", tmp_path / "articles")


def decided(who="amal"):
    return settle(MERGED, (), f"order:{who}")[0]


def outcome(decisions):
    return decide(MERGED, decisions, origin=JUDGE)


def test_one_decision_a_line(place):
    known = subjects(MERGED)
    first = decision_on(known["topics/order"], "amal", reason="preference", by="judge")
    second = decision_on(
        known["mentions/52-55/type"], "basim", reason="type", by="judge", section=("M8",), note="ن"
    )
    assert record(place, MERGED, [first, second])
    assert (place.decisions / "storm.json").read_text() == (
        "{\n"
        '  "form": 1,\n'
        '  "article": "storm",\n'
        f'  "passes": {{"amal": "{digest(AMAL)}", "basim": "{digest(BASIM)}"}},\n'
        '  "decisions": [\n'
        '    {"about": "mentions/52-55/type", "layer": "mentions", "field": "type", '
        '"place": {"start": 52, "end": 55, "text": "هند"}, '
        '"versions": {"amal": "PER", "basim": "ROLE"}, "decision": "basim", "reason": "type", '
        '"section": ["M8"], "note": "ن", "by": "judge"},\n'
        '    {"about": "topics/order", "layer": "topics", "field": "order", "versions": '
        '{"amal": ["medtop:04000000", "medtop:11000000"], '
        '"basim": ["medtop:11000000", "medtop:04000000"]}, "decision": "amal", '
        '"reason": "preference", "by": "judge"}\n'
        "  ]\n"
        "}\n"
    )
    assert not record(place, MERGED, [second, first])
    assert read_decisions(place.decisions)["storm"].decisions == (second, first)


def test_without_decisions_the_passes_are_recorded(place):
    assert record(place, MERGED, [])
    assert load_decisions(place.decisions / "storm.json").decisions == ()


def test_the_digest_is_that_of_the_canonical_file(tmp_path):
    write_article(tmp_path / "storm.json", AMAL)
    assert digest(AMAL) == hashlib.sha256((tmp_path / "storm.json").read_bytes()).hexdigest()


@pytest.mark.parametrize(
    "damage, message",
    [
        (lambda text: text[:-5], "these are no decisions"),
        (lambda text: text.replace('"form": 1', '"form": 2'), "form 2"),
        (lambda text: text.replace('"storm"', '"calm"'), "on the article calm"),
        (lambda text: text.replace('"reason": "strategy"', '"reason": "taste"'), "is no reason"),
        (lambda text: text.replace('"by": "order:amal"', '"by": ""'), "by nobody"),
        (lambda text: text.replace('"by"', '"who"'), "unknown field `who`"),
        (lambda text: text.replace("    {", "    {}, {", 1), "missing required field"),
    ],
)
def test_a_file_that_holds_no_decisions(place, damage, message):
    path = place.decisions / "storm.json"
    record(place, MERGED, decided())
    path.write_text(damage(path.read_text()))
    with pytest.raises(KhabarError, match=message) as raised:
        load_decisions(path)
    assert str(raised.value).startswith(str(path))


def test_decided_twice(tmp_path):
    one = decided()[0]
    path = tmp_path / "storm.json"
    path.write_bytes(dump_decisions(Decisions(article="storm", passes={}, decisions=(one, one))))
    with pytest.raises(KhabarError, match="is decided twice"):
        load_decisions(path)


def test_gold_is_written_and_written_again_it_is_the_same(place):
    assert write_gold(place, MERGED, outcome(decided())) is True
    path = place.articles / "storm.json"
    before = path.read_bytes()
    assert read_article(path).status == "adjudicated"
    assert write_gold(place, MERGED, outcome(decided())) is False
    assert path.read_bytes() == before


def test_who_adjudicated_stays_if_nothing_changes(place):
    write_gold(place, MERGED, outcome(decided()))
    again = decide(MERGED, decided(), origin=Origin(kind="human", name="another"))
    assert write_gold(place, MERGED, again) is False
    assert read_article(place.articles / "storm.json").origin == JUDGE


@pytest.mark.parametrize(
    "there",
    [
        replace(AMAL, status="raw", mentions=(), quotes=(), stances=(), entities=(), topics=()),
        replace(AMAL, status="prelabelled", quotes=(), stances=()),
        replace(BASIM, origin=None),
        decide(MERGED, decided("basim"), origin=JUDGE).article,
    ],
    ids=["raw", "prelabelled", "a pass", "what was decided before"],
)
def test_what_can_be_given_back_is_replaced(place, there):
    write_article(place.articles / "storm.json", there)
    assert write_gold(place, MERGED, outcome(decided()), decided("basim")) is True


@pytest.mark.parametrize("status", ["annotated", "adjudicated"])
def test_what_would_be_lost_is_kept_unless_forced(place, status):
    there = replace(AMAL, status=status, mentions=AMAL.mentions[:2], origin=None)
    write_article(place.articles / "storm.json", there)
    kept = write_gold(place, MERGED, outcome(decided()), decided("basim"))
    assert isinstance(kept, Kept)
    assert ("added", "m3") in [(one.kind, one.id) for one in kept.changes]
    assert read_article(place.articles / "storm.json") == there
    assert write_gold(place, MERGED, outcome(decided()), force=True) is True


def test_an_outcome_with_faults_is_not_written(place):
    wrong = replace(decided()[0], decision="layla")
    with pytest.raises(KhabarError, match="storm: mentions/4-15/spans: layla says nothing"):
        write_gold(place, MERGED, outcome([wrong]))
    assert not place.articles.exists()


def gold(place, decisions=None):
    decisions = decided() if decisions is None else decisions
    record(place, MERGED, decisions)
    write_gold(place, MERGED, outcome(decisions))
    return place.articles / "storm.json"


def test_gold_that_follows_is_right(place):
    gold(place)
    assert list(differences(BY_ID, place)) == []


def test_what_is_not_adjudicated_is_let_be(place):
    record(place, MERGED, decided()[:2])
    assert list(differences(BY_ID, place)) == []
    write_article(place.articles / "storm.json", AMAL)
    assert list(differences(BY_ID, place)) == []


def test_title_and_keywords_are_the_articles_own(place):
    path = gold(place)
    write_article(path, replace(read_article(path), title="عنوان", extra={"a": 1}))
    assert list(differences(BY_ID, place)) == []


@pytest.mark.parametrize("layer", ["mentions", "entities", "quotes", "stances", "topics"])
def test_gold_that_was_edited_is_found(place, layer):
    path = gold(place)
    there = read_article(path)
    write_article(path, replace(there, **{layer: getattr(there, layer)[:-1]}))
    ((name, message),) = differences(BY_ID, place)
    assert name == "storm"
    assert "differs from what passes and decisions give in 1 place" in message


def test_a_pass_that_changed_is_found(place):
    gold(place)
    changed = replace(BASIM, topics=BASIM.topics[::-1])
    ((name, message),) = differences(BY_ID | {"basim": {"storm": changed}}, place)
    assert (name, message) == (
        "storm",
        "topics/order: the passes say something else now than when this was decided",
    )


def test_decisions_that_are_gone_are_missed(place):
    gold(place)
    (place.decisions / "storm.json").unlink()
    ((_, message),) = differences(BY_ID, place)
    assert message == "6 questions are open, first mentions/4-15/spans"


def test_decisions_without_passes_are_found(place):
    gold(place)
    assert list(differences({"amal": BY_ID["amal"], "basim": {}}, place)) == [
        ("storm", "there is no pass of basim, decided on")
    ]
    assert len(list(differences({"amal": {}, "basim": {}}, place))) == 2


def test_who_came_later_does_not_count(place):
    gold(place)
    assert list(differences(BY_ID | {"layla": {"storm": replace(AMAL, topics=())}}, place)) == []


def test_another_text_is_refused(place):
    path = gold(place)
    article = json.loads(path.read_text())
    article["text"] += " "
    path.write_text(json.dumps(article))
    with pytest.raises(KhabarError, match="not that of the passes"):
        list(differences(BY_ID, place))


def test_counts():
    found = counts(outcome(decided()[:2]))
    assert found["mentions", "spans"] == (1, 0)
    assert found["mentions", "type"] == (0, 1)
    assert sum(settled for settled, _ in found.values()) == 2
    assert sum(left for _, left in found.values()) == len(KEYS) - 2


def test_reasons_are_described():
    assert {"boundary", "type", "guideline-gap", "annotator-slip", "ambiguous", "preference"} < set(
        labels(REASONS)
    )
