"""What is open as an article, and the decisions that follow from what somebody made of it."""

import pytest
from msgspec import to_builtins
from msgspec.structs import replace

from adjudication.two import AMAL, KEYS, PASSES, TEXT
from agreement.build import span
from khabar.adjudication import decide, decision_on, merge, subjects
from khabar.adjudication.answers import read_answers
from khabar.adjudication.choosing import chosen
from khabar.adjudication.deriving import Derived, derived
from khabar.adjudication.fields import LAYERS
from khabar.adjudication.proposing import proposal
from khabar.adjudication.sheets import read_rows, sheet, suggestion, write_sheet
from khabar.adjudication.wording import told
from khabar.model import Mention
from khabar.problem import KhabarError
from khabar.schema import faults

MERGED = merge(PASSES)
MINE = {"m1-bya", "m2-byb", "m7-2-byb", "q2-bya", "s2-bya"}
"""One version of each."""


def test_everything_that_anybody_has_is_there_in_each_version():
    article, open_, versions = proposal(MERGED)
    assert [one.about for one in open_] == KEYS
    assert versions == {
        "m1-bya": ("m1", ("amal",)),
        "m1-byb": ("m1", ("basim",)),
        "m7-2-byb": ("m7-2", ("basim",)),
        "m2-bya": ("m2", ("amal",)),
        "m2-byb": ("m2", ("basim",)),
        "q2-bya": ("q2", ("amal",)),
        "s2-bya": ("s2", ("amal",)),
        "s2-byb": ("s2", ("basim",)),
    }
    there = {one.id: one for layer in LAYERS for one in getattr(article, layer)}
    assert set(there) == {*versions, "m3", "q1", "s1", "e1", "e2", "e3"}
    assert there["m1-bya"].spans == (span(11, 15),)
    assert there["m1-byb"].spans == (span(4, 15),)
    assert (there["m2-bya"].type, there["m2-byb"].type) == ("PER", "ROLE")
    assert there["s2-bya"].quotes == ("q1", "q2-bya")
    assert there["s2-byb"].quotes == ("q1",)
    assert article.status == "prelabelled"
    assert faults(to_builtins(article)) == []


def test_who_says_the_same_has_one_version():
    three = merge({**PASSES, "cid": replace(PASSES["basim"], origin=None)})
    assert dict(proposal(three).versions)["m2-bybc"] == ("m2", ("basim", "cid"))


def test_a_version_takes_no_id_that_is_there():
    taken = replace(
        AMAL, mentions=(*AMAL.mentions, Mention(id="m2-bya", type="NUM", spans=(span(0, 3),)))
    )
    versions = proposal(merge({**PASSES, "amal": taken})).versions
    assert versions["m2-2-bya"].item == "m2"


def test_what_was_decided_is_not_asked_again():
    made = decision_on(subjects(MERGED)["mentions/52-55/type"], "basim", reason="type", by="judge")
    article, open_, _ = proposal(MERGED, [made])
    assert [one.about for one in open_] == [key for key in KEYS if key != "mentions/52-55/type"]
    changed = next(one for one in article.mentions if one.id == "m2")
    assert changed.type == "ROLE"


def test_nothing_open_is_nothing_to_ask():
    article, open_, versions = proposal(merge({"a": AMAL, "b": AMAL}))
    assert (open_, versions) == ((), {})
    assert article.mentions == AMAL.mentions


def test_what_is_open_is_told_in_a_line_each():
    words = told(MERGED, proposal(MERGED))
    assert words.people == "أ \u2068amal\u2069 · ب \u2068basim\u2069"
    assert words.questions == (
        "1. إشارة «سالم»: الحدود: أ «سالم» · ب «المدير سالم»",
        "2. إشارة «المدير»: عند ب دون غيره",
        (
            "3. موقف هند ← جاهز: الدليل: أ «إن المصنع سيفتح غدا»، «أن الطريق جاهز،»"
            " · ب «إن المصنع سيفتح غدا»"
        ),
        "4. إشارة «هند»: النوع: أ شخص · ب منصب",
        "5. قول «أن الطريق جاهز،»: عند أ دون غيره",
        "في الجدول وحده، عن الكيانات أو ترتيب الموضوعات: 1",
    )
    assert words.versions["m2-byb"] == "4. ب | النوع: أ شخص · ب منصب"


def test_notes_stand_with_the_version_and_entities_are_counted():
    noted = replace(AMAL.mentions[1], note="هند الوزيرة؟")
    named = tuple(replace(one, gender="feminine") for one in AMAL.entities)
    amal = replace(AMAL, mentions=(AMAL.mentions[0], noted, AMAL.mentions[2]), entities=named)
    merged = merge({**PASSES, "amal": amal})
    words = told(merged, proposal(merged))
    assert words.versions["m2-bya"].endswith("؛ [أ: هند الوزيرة؟]")
    assert words.questions[-1] == "في الجدول وحده، عن الكيانات أو ترتيب الموضوعات: 4"


def test_long_words_are_shown_by_their_ends():
    noted = replace(AMAL.quotes[1], content=(span(38, 71),))
    merged = merge({**PASSES, "amal": replace(AMAL, quotes=(AMAL.quotes[0], noted))})
    words = told(merged, proposal(merged))
    assert any("قول «أضافت الوزيرة … أن الطريق جاهز،»" in one for one in words.questions), words


def test_a_topic_of_one_annotator_is_told():
    merged = merge({**PASSES, "basim": replace(PASSES["basim"], topics=AMAL.topics[:1])})
    words = told(merged, proposal(merged))
    assert words.questions[5] == "6. موضوع «سياسة»: عند أ دون غيره"


def worked(keep=MINE, **changes):
    """The proposal after somebody chose among versions and worked on it, as it is read."""
    made = proposal(MERGED)
    items = {name: one.item for name, one in made.versions.items()}
    left = without(made.article, set(items) - set(keep))
    return chosen(made.article, replace(left, **changes), items)


def test_the_version_that_was_left_is_decided_for():
    choice = worked()
    assert choice.undecided == frozenset()
    assert choice.kept["m2"] == "m2-byb"
    assert [(one.about, one.decision) for one in derived(MERGED, choice.article)] == [
        ("mentions/4-15/spans", "amal"),
        ("mentions/52-55/type", "basim"),
        ("mentions/4-10/presence", "basim"),
        ("quotes/56-71/presence", "amal"),
        ("stances/هند→جاهز/quotes", "amal"),
        ("topics/order", "amal"),
    ]


def test_several_versions_left_are_no_decision():
    choice = worked(MINE | {"m2-bya"})
    assert choice.undecided == {"m2"}
    assert [one.id for one in choice.article.mentions].count("m2") == 1


def test_what_was_changed_removed_and_drawn_is_told():
    mentions = {one.id: one for one in proposal(MERGED).article.mentions}
    choice = worked(
        mentions=(
            replace(mentions["m1-byb"], spans=(span(4, 8),), note="قصير"),
            replace(mentions["m2-bya"], type="NORP", entity=None),
            Mention(id="m50", type="DATE", spans=(span(32, 35),), note="جديد"),
        ),
        topics=("medtop:11000000", "medtop:13000000"),
    )
    by_key = {one.about: one for one in derived(MERGED, choice.article)}
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


def test_what_leaned_on_a_version_that_went_leans_on_the_one_that_stayed():
    """As the page gives it back: the links of a region go with it."""
    other = replace(AMAL.quotes[1], type="direct")
    quoted = replace(AMAL.stances[1], quotes=("q2",))
    nested = replace(AMAL.quotes[0], parent="q2", same_as="q2")
    amal = replace(AMAL, quotes=(nested, AMAL.quotes[1]), stances=(AMAL.stances[0], quoted))
    merged = merge({"amal": amal, "basim": replace(amal, quotes=(nested, other))})
    made = proposal(merged)
    items = {name: one.item for name, one in made.versions.items()}
    assert set(items) == {"q2-bya", "q2-byb"}
    left = without(made.article, {"q2-bya"})
    (stance,) = (one for one in left.stances if one.id == "s2")
    assert stance.quotes is None
    # Without a quote of its own the page takes the words under the region for the evidence.
    alone = replace(stance, spans=other.content)
    left = replace(left, stances=(left.stances[0], alone))
    choice = chosen(made.article, left, items)
    assert [(one.about, one.decision) for one in derived(merged, choice.article)] == [
        ("quotes/56-71/type", "basim")
    ]
    none = chosen(made.article, without(made.article, set(items)), items)
    by_key = {one.about: one.decision for one in derived(merged, none.article)}
    assert by_key["quotes/56-71/presence"] == "neither"
    assert by_key["quotes/16-35/parent"] == "neither"


def without(article, names):
    """An article without some annotations and what names them, as the page gives it back."""
    quotes = tuple(
        replace(
            one,
            parent=None if one.parent in names else one.parent,
            same_as=None if one.same_as in names else one.same_as,
        )
        for one in article.quotes
        if one.id not in names
    )
    stances = tuple(
        replace(one, quotes=tuple(name for name in one.quotes or () if name not in names) or None)
        for one in article.stances
        if one.id not in names
    )
    mentions = tuple(one for one in article.mentions if one.id not in names)
    return replace(article, mentions=mentions, quotes=quotes, stances=stances)


def test_another_text_is_refused():
    with pytest.raises(KhabarError, match="not that of the passes"):
        derived(MERGED, worked(text=TEXT + ".").article)


def test_suggestions_fill_a_sheet_and_wait_for_their_reasons(tmp_path):
    path = tmp_path / "storm.tsv"
    answers = {one.about: suggestion(one) for one in derived(MERGED, worked().article)}
    write_sheet(path, MERGED, suggested=answers)
    bad = read_answers(path, MERGED, None, "judge").bad
    assert [one.column for one in bad] == ["reason"] * len(KEYS)
    answers = {one.about: suggestion(one, "link") for one in derived(MERGED, worked().article)}
    write_sheet(path, MERGED, suggested=answers)
    found = read_answers(path, MERGED, None, "judge")
    assert found.bad == ()
    outcome = decide(MERGED, found.decisions)
    assert outcome.done
    plain = {one.id: one for one in worked().article.mentions}
    assert {one.id: one for one in outcome.article.mentions} == plain


def test_a_suggestion_takes_no_answer_that_has_its_reason(tmp_path):
    path = tmp_path / "storm.tsv"
    mine = {KEYS[1]: ("basim", "", "link", "", ""), KEYS[2]: ("basim", "", "", "", "")}
    path.write_text(sheet(MERGED, suggested=mine))
    write_sheet(path, MERGED, suggested=dict.fromkeys(KEYS[1:3], ("amal", "", "", "", "")))
    rows = {row.key: row.answer for row in read_rows(path, MERGED.annotators)}
    assert rows[KEYS[1]] == ("basim", "", "link", "", "")
    assert rows[KEYS[2]] == ("amal", "", "", "", "")
