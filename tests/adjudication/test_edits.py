"""A change by hand in the gold becomes decisions that give it, and no others."""

import csv

import pytest
from msgspec.structs import replace

from adjudication.two import AMAL, BASIM, PASSES, everything_of, fill
from khabar.adjudication import decide, merge
from khabar.adjudication.answers import read_answers
from khabar.adjudication.edits import edits, write_edits
from khabar.adjudication.files import Place, differences, record
from khabar.adjudication.sheets import write_sheet
from khabar.problem import KhabarError
from khabar.store import write_article

MERGED = merge(PASSES)
FOLDERS = {who: {one.id: one} for who, one in PASSES.items()}
ADDED = {"key": "topics/add/medtop:15000000", "decision": "other", "reason": "annotator-slip"}


@pytest.fixture
def place(tmp_path):
    """Everything decided for Amal, and a topic added: the gold follows from it."""
    place = Place(tmp_path / "adjudication", tmp_path / "articles")
    sheet = tmp_path / "first" / "storm.tsv"
    write_sheet(sheet, MERGED)
    fill(sheet, everything_of("amal"), [ADDED])
    answers = read_answers(sheet, MERGED, None, "judge")
    assert not answers.bad
    record(place, MERGED, answers.decisions)
    outcome = decide(MERGED, answers.decisions, frame=AMAL)
    write_article(place.articles / "storm.json", outcome.article)
    return place


def edited(place, **changed):
    gold = replace(place.article("storm"), **changed)
    write_article(place.articles / "storm.json", gold)
    return gold


def told(place, gold):
    found = edits(MERGED, place.recorded("storm"), gold)
    return {one.about: (one.decision, one.value) for one in found}


def test_gold_that_follows_gives_no_sheet(place, tmp_path):
    assert told(place, place.article("storm")) == {}
    assert write_edits(FOLDERS, place, tmp_path / "sheets") == 0
    assert not (tmp_path / "sheets").exists()


def test_a_changed_field_is_one_answer(place):
    first, *rest = place.article("storm").mentions
    gold = edited(place, mentions=(replace(first, level="nominal"), *rest))
    ((about, answer),) = told(place, gold).items()
    assert about == "mentions/4-15/level"
    assert answer == ("other", "nominal")


def test_what_is_dropped_and_what_is_taken_back(place):
    gold = edited(place, stances=(), topics=AMAL.topics)
    found = told(place, gold)
    assert found.pop(ADDED["key"]) == ("open", None)
    assert {about.rpartition("/")[2] for about in found} == {"presence"}
    assert {decision for decision, _ in found.values()} == {"neither"}
    assert len(found) == len(AMAL.stances)


def test_read_back_the_sheets_make_the_gold_follow_again(place, tmp_path):
    """Also where what was decided is decided otherwise: the type of هند was Amal's."""
    mentions = [
        replace(one, type="ROLE") if one.spans[0].text == "هند" else one
        for one in place.article("storm").mentions
    ]
    edited(place, mentions=tuple(mentions), stances=(), topics=AMAL.topics)
    assert list(differences(FOLDERS, place))
    assert write_edits(FOLDERS, place, tmp_path / "sheets") == 1
    sheet = tmp_path / "sheets" / "storm.tsv"
    lines = [one for one in sheet.read_text().splitlines() if not one.startswith("#")]
    rows = list(csv.DictReader(lines, dialect="excel-tab"))
    bad = read_answers(sheet, MERGED, place.recorded("storm"), "judge").bad
    assert {one.column for one in bad} == {"reason"}
    fill(sheet, {row["key"]: {"reason": row["reason"] or "ambiguous"} for row in rows})
    answers = read_answers(sheet, MERGED, place.recorded("storm"), "judge")
    assert not answers.bad
    record(place, MERGED, answers.decisions)
    assert list(differences(FOLDERS, place)) == []


def test_another_text_is_refused(place, tmp_path):
    edited(place, text=AMAL.text + " ")
    with pytest.raises(KhabarError, match="text"):
        write_edits(FOLDERS, place, tmp_path / "sheets")


def test_an_annotator_who_came_later_does_not_count(place, tmp_path):
    edited(place, topics=AMAL.topics)
    later = FOLDERS | {"zaid": {BASIM.id: BASIM}}
    assert write_edits(later, place, tmp_path / "sheets") == 1
    head = (tmp_path / "sheets" / "storm.tsv").read_text()
    assert "zaid" not in head


def test_a_pass_that_was_decided_on_must_be_there(place, tmp_path):
    with pytest.raises(KhabarError, match="storm: there is no pass of basim, decided on"):
        write_edits({"amal": FOLDERS["amal"]}, place, tmp_path / "sheets")
