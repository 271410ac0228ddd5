"""What is open as an article, and the decisions that follow from what somebody made of it."""

import pytest
from msgspec import to_builtins
from msgspec.structs import replace

from adjudication.two import AMAL, KEYS, PASSES, TEXT
from agreement.build import span
from khabar.adjudication import decide, decision_on, merge, subjects
from khabar.adjudication.answers import read_answers
from khabar.adjudication.deriving import Derived, derived
from khabar.adjudication.proposing import proposal
from khabar.adjudication.sheets import read_rows, sheet, suggestion, write_sheet
from khabar.model import Mention
from khabar.problem import KhabarError
from khabar.schema import faults

MERGED = merge(PASSES)


def test_everything_that_anybody_has_is_there_with_its_questions():
    article, open_ = proposal(MERGED)
    assert list(open_) == KEYS
    notes = {one.id: one.note for one in (*article.mentions, *article.quotes, *article.stances)}
    assert notes == {
        "m7-2": "؟ presence: basim",
        "m1": "؟ spans: amal سالم (11-15)، basim المدير سالم (4-15)",
        "m2": "؟ type: amal PER، basim ROLE",
        "m3": None,
        "q1": None,
        "q2": "؟ presence: amal",
        "s1": None,
        "s2": notes["s2"],
    }
    assert notes["s2"].startswith("؟ quotes: amal q1 إن المصنع")
    assert article.status == "prelabelled"
    assert faults(to_builtins(article)) == []


def test_what_was_decided_is_not_asked_again():
    made = decision_on(subjects(MERGED)["mentions/52-55/type"], "basim", reason="type", by="judge")
    article, open_ = proposal(MERGED, [made])
    assert list(open_) == [key for key in KEYS if key != "mentions/52-55/type"]
    changed = next(one for one in article.mentions if one.id == "m2")
    assert (changed.type, changed.note) == ("ROLE", None)


def test_nothing_open_is_nothing_to_ask():
    article, open_ = proposal(merge({"a": AMAL, "b": AMAL}))
    assert open_ == {}
    assert article.mentions == AMAL.mentions


def worked(**changes):
    """The proposal after somebody worked on it."""
    return replace(proposal(MERGED).article, **changes)


def test_what_was_left_as_proposed_is_whose_it_was():
    assert [(one.about, one.decision) for one in derived(MERGED, worked())] == [
        ("mentions/4-15/spans", "amal"),
        ("mentions/52-55/type", "amal"),
        ("mentions/4-10/presence", "basim"),
        ("quotes/56-71/presence", "amal"),
        ("stances/هند→جاهز/quotes", "amal"),
        ("topics/order", "amal"),
    ]


def test_what_was_changed_removed_and_drawn_is_told():
    mentions = {one.id: one for one in worked().mentions}
    found = derived(
        MERGED,
        worked(
            mentions=(
                replace(mentions["m1"], spans=(span(4, 8),), note="قصير"),
                replace(mentions["m2"], type="NORP", entity=None),
                Mention(id="m50", type="DATE", spans=(span(32, 35),), note="جديد"),
            ),
            topics=("medtop:11000000", "medtop:13000000"),
        ),
    )
    by_key = {one.about: one for one in found}
    words = {"start": 4, "end": 8, "text": TEXT[4:8]}
    assert by_key["mentions/4-15/spans"] == Derived("mentions/4-15/spans", "other", [words], "قصير")
    assert by_key["mentions/52-55/type"][:3] == ("mentions/52-55/type", "other", "NORP")
    assert by_key["mentions/52-55/entity"][:2] == ("mentions/52-55/entity", "neither")
    assert by_key["mentions/4-10/presence"].decision == "amal"
    assert by_key["mentions/78-89/presence"].decision == "neither"
    assert by_key["mentions/add/m50"].value["type"] == "DATE"
    assert by_key["mentions/add/m50"].note == "جديد"
    assert "note" not in by_key["mentions/add/m50"].value
    assert by_key["topics/medtop:04000000/presence"].decision == "neither"
    assert by_key["topics/add/medtop:13000000"].value == "medtop:13000000"
    assert "topics/order" not in by_key


def test_another_text_is_refused():
    with pytest.raises(KhabarError, match="not that of the passes"):
        derived(MERGED, worked(text=TEXT + "."))


def test_suggestions_fill_a_sheet_and_wait_for_their_reasons(tmp_path):
    path = tmp_path / "storm.tsv"
    answers = {one.about: suggestion(one) for one in derived(MERGED, worked())}
    write_sheet(path, MERGED, suggested=answers)
    bad = read_answers(path, MERGED, None, "judge").bad
    assert [one.column for one in bad] == ["reason"] * len(KEYS)
    answers = {one.about: suggestion(one, "link") for one in derived(MERGED, worked())}
    write_sheet(path, MERGED, suggested=answers)
    found = read_answers(path, MERGED, None, "judge")
    assert found.bad == ()
    outcome = decide(MERGED, found.decisions)
    assert outcome.done
    plain = {one.id: replace(one, note=None) for one in worked().mentions}
    assert {one.id: one for one in outcome.article.mentions} == plain


def test_a_suggestion_takes_no_answer_that_has_its_reason(tmp_path):
    path = tmp_path / "storm.tsv"
    mine = {KEYS[1]: ("basim", "", "link", "", ""), KEYS[2]: ("basim", "", "", "", "")}
    path.write_text(sheet(MERGED, suggested=mine))
    write_sheet(path, MERGED, suggested=dict.fromkeys(KEYS[1:3], ("amal", "", "", "", "")))
    rows = {row.key: row.answer for row in read_rows(path, MERGED.annotators)}
    assert rows[KEYS[1]] == ("basim", "", "link", "", "")
    assert rows[KEYS[2]] == ("amal", "", "", "", "")
