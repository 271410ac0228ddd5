"""Sheets: what is written, what is read back, and every cell that cannot be."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from adjudication.two import AMAL, BASIM, KEYS, PASSES, everything_of, fill
from agreement.build import span
from khabar.adjudication import decide, digest, merge
from khabar.adjudication.answers import read_answers
from khabar.adjudication.decisions import Decisions
from khabar.adjudication.sheets import read_rows, sheet, write_sheet
from khabar.problem import KhabarError

MERGED = merge(PASSES)
ACCORDING = {"start": 72, "end": 75, "text": "وفق"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write_sheet(tmp_path / "storm.tsv", MERGED)
    return tmp_path / "storm.tsv"


def answers(path, recorded=None, by="judge"):
    return read_answers(path, MERGED, recorded, by)


def recorded(decisions) -> Decisions:
    return Decisions(
        article="storm",
        passes={who: digest(one) for who, one in PASSES.items()},
        decisions=tuple(decisions),
    )


def test_a_row_for_each_question(path):
    rows = read_rows(path, MERGED.annotators)
    assert [row.key for row in rows] == KEYS
    assert all(not any(row.answer) for row in rows)


def test_a_row_says_what_each_has(path):
    rows = {row.key: row.cells for row in read_rows(path, MERGED.annotators)}
    presence, spans = rows["mentions/4-10/presence"], rows["mentions/4-15/spans"]
    assert presence["words"] == "قال ⟦المدير⟧ سالم إن المصنع سيفتح غدا، وأضافت الوزير"
    assert presence["amal"] == "–"
    assert presence["basim"] == "spans: المدير (4-10); type: ROLE; level: nominal; entity: e1 سالم"
    assert (spans["amal"], spans["basim"]) == ("سالم (11-15)", "المدير سالم (4-15)")
    assert rows["stances/هند→جاهز/quotes"]["amal"].startswith("q1 إن المصنع سيفتح غدا")
    order = rows["topics/order"]
    assert order["amal"].startswith("medtop:04000000") != order["basim"].startswith("medtop:04")


def test_the_head_lists_what_can_be_referred_to(path):
    head = [line for line in path.read_text().splitlines() if line.startswith("# ")]
    assert "# e3 وكالة الخليج (ORG)" in head
    assert any(line.startswith("# q2 أن الطريق") for line in head)
    assert any("annotator-slip" in line and "strategy" not in line for line in head)


def test_all_lists_what_is_agreed_with_notes():
    page = sheet(MERGED, all_=True)
    assert "mentions/78-89/type\tmentions\ttype" in page
    assert "ORG [وكالة؟]" in page


def test_answers_become_decisions(path):
    answer = {"decision": "1", "reason": "boundary", "section": "M8, M9", "note": "انظر الدليل"}
    fill(path, everything_of("basim") | {"mentions/52-55/type": answer})
    found = answers(path)
    assert found.bad == ()
    made = {one.about: one for one in found.decisions}
    assert list(made) == KEYS
    one = made["mentions/52-55/type"]
    assert (one.decision, one.reason, one.section) == ("amal", "boundary", ("M8", "M9"))
    assert (one.note, one.by, one.versions) == (
        "انظر الدليل", "judge", {"amal": "PER", "basim": "ROLE"})  # fmt: skip
    assert one.place == span(52, 55)
    assert decide(MERGED, found.decisions).done


@pytest.mark.parametrize(
    "key, cell, expected",
    [
        ("mentions/4-15/spans", "سالم", [{"start": 11, "end": 15, "text": "سالم"}]),
        ("mentions/4-15/spans", '"المدير … سالم"',
         [{"start": 4, "end": 15, "text": "المدير سالم"}]),
        ("mentions/52-55/type", "ORG", "ORG"),
        ("mentions/4-10/presence", '{"type": "PER", "spans": "المدير"}',
         {"type": "PER", "spans": [{"start": 4, "end": 10, "text": "المدير"}]}),
        ("quotes/56-71/presence",
         '{"speaker": "e1 سالم", "chain": [{"relay": "e3", "cue": "وفق"}]}',
         {"speaker": "e1", "chain": [{"relay": "e3", "cue": [ACCORDING]}]}),
        ("stances/هند→جاهز/quotes", "q1 إن المصنع سيفتح…, q2 أن الطريق", ["q1", "q2"]),
        ("stances/هند→جاهز/quotes", "q1, q2", ["q1", "q2"]),
        ("stances/هند→جاهز/quotes", '["q2"]', ["q2"]),
        ("topics/order", "medtop:11000000 medtop:04000000",
         ["medtop:11000000", "medtop:04000000"]),
    ],
)  # fmt: skip
def test_values_of_another_kind(path, key, cell, expected):
    fill(path, {key: {"decision": "other", "value": cell, "reason": "type"}})
    found = answers(path)
    assert found.bad == ()
    assert found.decisions[0].value == expected


BAD = [
    ("decision", {"decision": "layla", "reason": "type"},
     "decision: 'layla': one of amal, basim, other, neither, open"),
    ("decision", {"reason": "type"}, "decision: there is none; one of amal"),
    ("reason", {"decision": "1"}, "reason: one of boundary, type, link"),
    ("reason", {"decision": "1", "reason": "strategy"}, "reason: 'strategy': one of boundary"),
    ("value", {"decision": "o", "reason": "type"}, "value: other needs a value"),
    ("value", {"decision": "1", "reason": "type", "value": "ORG"},
     "value: 'ORG': a value stands with other only"),
    ("value", {"decision": "o", "reason": "type", "value": "ORGANISATION"},
     "value: 'ORGANISATION': type cannot be 'ORGANISATION'; it is one of PER, ROLE"),
    ("value", {"decision": "o", "reason": "type", "value": '["PER"'}, "this is not JSON"),
]  # fmt: skip


@pytest.mark.parametrize("column, answer, message", BAD)
def test_a_bad_cell_is_named(path, column, answer, message):
    fill(path, {"mentions/52-55/type": answer})
    found = answers(path)
    (bad,) = found.bad
    number = next(
        row.line for row in read_rows(path, MERGED.annotators) if row.key == "mentions/52-55/type"
    )
    assert (bad.file, bad.line, bad.column) == (str(path), number, column)
    assert message in str(bad)
    assert str(bad).startswith(f"{path}:{number}: {column}: ")
    assert found.decisions == ()


@pytest.mark.parametrize(
    "row, message",
    [
        ({"key": "mentions/1-2/type"}, "nothing in the passes is called mentions/1-2/type"),
        ({"key": "mentions/52-55/type"}, "mentions/52-55/type is answered twice"),
        ({"key": "mentions/add/x9", "decision": "other"}, "starts with m, as m90"),
        ({"key": "mentions/add/m9", "value": "سالم", "decision": "other"}, "an object of fields"),
        ({"key": "mentions/add/m9", "value": '{"type": "PER"}', "decision": "other"},
         "it has no spans"),
        ({"key": "mentions/add/m9", "value": '{"type": "PER", "spans": "سالم", "entity": "e77"}',
          "decision": "other"}, "nothing has the id e77"),
        ({"key": "places/add/p9", "value": "{}", "decision": "other"}, "there are no places"),
        ({"key": "topics/add/medtop:1", "decision": "other"}, "there is no topic medtop:1"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named(path, row, message):
    fill(
        path,
        {"mentions/52-55/type": {"decision": "1", "reason": "type"}},
        [{"decision": "1", "reason": "type"} | row],
    )
    (bad,) = answers(path).bad
    assert message in bad.message


def test_what_no_pass_has_is_added(path):
    fill(path, everything_of("basim"), [
        {"key": "entities/add/e9", "reason": "annotator-slip",
         "value": '{"type": "FAC", "name": "المصنع"}'},
        {"key": "mentions/add/m9", "reason": "annotator-slip",
         "value": '{"type": "FAC", "spans": "المصنع", "entity": "e9", "level": "nominal"}'},
        {"key": "topics/add/medtop:13000000", "reason": "annotator-slip"},
    ])  # fmt: skip
    found = answers(path)
    assert found.bad == ()
    outcome = decide(MERGED, found.decisions)
    assert outcome.done
    assert [one.name for one in outcome.article.entities if one.id == "e9"] == ["المصنع"]
    assert [one.spans[0].start for one in outcome.article.mentions if one.id == "m9"] == [19]
    assert outcome.article.topics[-1] == "medtop:13000000"


def test_what_all_agree_on_is_overruled(path):
    fill(path, everything_of("basim"), [
        {"key": "mentions/78-89/presence", "decision": "neither", "reason": "annotator-slip"},
        {"key": "quotes/16-35/type", "decision": "other", "value": "reported", "reason": "type"},
    ])  # fmt: skip
    outcome = decide(MERGED, answers(path).decisions)
    assert outcome.done
    assert [one.id for one in outcome.article.mentions if one.type == "ORG"] == []
    assert [one.id for one in outcome.article.entities] == ["e1", "e2"]
    assert [one.type for one in outcome.article.quotes] == ["reported"]


def test_open_takes_an_answer_back(path):
    fill(path, everything_of("basim"))
    before = recorded(answers(path).decisions)
    fill(path, {"topics/order": {"decision": "open"}})
    assert [one.about for one in answers(path, before).decisions] == KEYS[:-1]


def test_an_answer_given_already_stays_with_who_gave_it(path):
    fill(path, everything_of("basim"))
    before = recorded(answers(path, by="first").decisions)
    fill(path, {"topics/order": {"decision": "amal"}})
    by = {one.about: one.by for one in answers(path, before, by="second").decisions}
    assert by == dict.fromkeys(KEYS, "first") | {"topics/order": "second"}


def test_an_empty_row_leaves_what_is_recorded(path):
    fill(path, everything_of("basim"))
    before = recorded(answers(path).decisions)
    path.unlink()
    write_sheet(path, MERGED)
    assert answers(path, before).decisions == before.decisions


def test_answers_stay_when_the_sheet_is_written_again(path):
    fill(path, everything_of("basim"), [
        {"key": "mentions/add/m9", "reason": "type", "value": '{"type": "FAC", "spans": "المصنع"}'}
    ])  # fmt: skip
    before = answers(path)
    assert before.bad == ()
    write_sheet(path, MERGED)
    assert answers(path) == before
    assert not write_sheet(path, MERGED)


def test_recorded_decisions_are_filled_in(path):
    answer = {"decision": "o", "value": "سالم", "reason": "boundary", "note": 'بلا "المدير"'}
    fill(path, everything_of("basim") | {"mentions/4-15/spans": answer})
    before = recorded(answers(path).decisions)
    path.unlink()
    write_sheet(path, MERGED, before)
    assert answers(path, by="nobody else").decisions == tuple(
        replace(one, by="nobody else") for one in before.decisions
    )


def test_of_passes_that_changed_the_answer_is_put_aside(path):
    fill(path, everything_of("basim"))
    before = recorded(answers(path).decisions)
    first, second, changed, last = BASIM.mentions
    mentions = (first, second, replace(changed, type="ORG"), last)
    later = merge({"amal": AMAL, "basim": replace(BASIM, mentions=mentions)})
    (bad,) = read_answers(path, later, before, "judge").bad
    assert bad.column == "basim"
    assert bad.message == "the pass says something else now; write sheets again"
    aside = ("", "", "", "", "decided before the passes changed: basim; type")
    for old in (path.read_bytes(), b""):
        path.unlink()
        if old:
            path.write_bytes(old)
        write_sheet(path, later, before)
        rows = {row.key: row for row in read_rows(path, later.annotators)}
        assert rows["mentions/52-55/type"].answer == aside
        assert rows["topics/order"].answer[0] == "basim"


@pytest.mark.parametrize(
    "damage, message",
    [
        (lambda text: text.replace("\tbasim\t", "\tlayla\t"), "there is no column basim"),
        (lambda text: "# nothing\n", "the sheet has no columns"),
        (lambda text: text + "a\t" * 20 + "\n", "21 cells in 11 columns"),
    ],
)
def test_a_sheet_that_is_none(path, damage, message):
    path.write_text(damage(path.read_text()))
    with pytest.raises(KhabarError, match=message):
        answers(path)


def test_a_sheet_saved_as_something_else(path):
    path.write_bytes(path.read_text().encode("utf-16"))
    with pytest.raises(KhabarError, match="save the sheet as UTF-8"):
        answers(path)


def test_a_spreadsheet_adds_a_mark_and_line_ends(path):
    fill(path, everything_of("basim"))
    before = answers(path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert answers(path) == before
