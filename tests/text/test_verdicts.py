"""Why a span's words are not what its offsets select."""

import html

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from khabar.text import Claim, Utf16Offsets, equal_as_shown, explanations, judge
from strategies import texts

TEXT = "قال الوزير 😀: «سنعمل» & نبني.\nثم غادر سالم الرياض إلى جدة اليوم."
WORDS = ["الوزير", "سنعمل", "نبني", "سالم", "جدة"]


def places(text: str = TEXT) -> list[tuple[int, int]]:
    return [(text.index(word), text.index(word) + len(word)) for word in WORDS]


def claims_counted_in(text: str) -> list[Claim]:
    return [Claim(s, e, w) for (s, e), w in zip(places(text), WORDS, strict=True)]


def utf16() -> list[Claim]:
    units = Utf16Offsets(TEXT)
    return [
        Claim(units.from_code_points(s), units.from_code_points(e), w)
        for (s, e), w in zip(places(), WORDS, strict=True)
    ]


PRODUCERS = {
    "utf16": utf16(),
    "utf8": [
        Claim(len(TEXT[:s].encode()), len(TEXT[:e].encode()), w)
        for s, e, w in claims_counted_in(TEXT)
    ],
    "crlf": claims_counted_in(TEXT.replace("\n", "\r\n")),
    "escaped": claims_counted_in(html.escape(TEXT)),
    "inclusive-end": [Claim(s, e - 1, w) for s, e, w in claims_counted_in(TEXT)],
    "shifted": [Claim(s + 3, e + 3, w) for s, e, w in claims_counted_in(TEXT)],
}


@pytest.mark.parametrize("cause", PRODUCERS)
def test_a_cause_that_explains_all_spans_repairs_them(cause: str) -> None:
    judgement = judge(TEXT, PRODUCERS[cause])
    assert judgement.agreed
    assert [(one.start, one.end) for one in judgement.verdicts] == places()
    assert {one.cause for one in judgement.verdicts} <= {cause, "exact"}
    assert cause in {one.cause for one in judgement.verdicts}


def test_right_spans_are_exact() -> None:
    judgement = judge(TEXT, claims_counted_in(TEXT))
    assert judgement.agreed
    assert {one.cause for one in judgement.verdicts} == {"exact"}


def test_causes_that_disagree_repair_nothing() -> None:
    mixed = [PRODUCERS["utf16"][3], PRODUCERS["inclusive-end"][0]]
    judgement = judge(TEXT, mixed)
    assert not judgement.agreed
    assert [one.cause for one in judgement.verdicts] == ["utf16", "inclusive-end"]


def test_line_ends_may_also_count_less() -> None:
    text = TEXT.replace("\n", "\r\n")
    judgement = judge(text, claims_counted_in(TEXT))
    assert judgement.agreed
    assert [(one.start, one.end) for one in judgement.verdicts] == places(text)


def test_readings_that_disagree_on_the_place_repair_nothing() -> None:
    text, claims = "😀\n\nببب", [Claim(6, 7, "ب")]
    found = {one.cause: one.places for one in explanations(text, claims)}
    assert found == {"utf16": [(5, 6)], "utf8": [(3, 4)], "crlf": [(4, 5)]}
    assert not judge(text, claims).agreed


def test_a_shift_is_found_among_repeated_words() -> None:
    text = "قال نعم ثم قال لا ثم قال ربما"
    claims = [Claim(2, 5, "قال"), Claim(13, 16, "قال"), Claim(17, 19, "لا")]
    judgement = judge(text, claims)
    assert judgement.agreed
    assert {one.shift for one in judgement.verdicts} == {-2}
    assert not judge("قال قال قال", [Claim(2, 5, "قال")]).agreed


def test_shifts_that_differ_are_not_agreed() -> None:
    one, other = claims_counted_in(TEXT)[:2]
    moved = [Claim(one[0] + 2, one[1] + 2, one[2]), Claim(other[0] + 5, other[1] + 5, other[2])]
    judgement = judge(TEXT, moved)
    assert not judgement.agreed
    assert [verdict.shift for verdict in judgement.verdicts] == [-2, -5]


def test_words_that_stand_nowhere_are_lost() -> None:
    verdict = judge(TEXT, [Claim(4, 10, "السفير")]).verdicts[0]
    assert verdict == ("lost", 4, 10, 0)


def test_blanks_at_the_edge_are_trimmed_in_place() -> None:
    verdict = judge(TEXT, [Claim(3, 11, " الوزير ")]).verdicts[0]
    assert verdict == ("edge-blanks", 4, 10, 0)


def test_normalized_words_are_known_by_their_key() -> None:
    verdict = judge("قال مُحَمَّدٌ نعم", [Claim(4, 13, "محمد")]).verdicts[0]
    assert verdict == ("folded", 4, 13, 0)


@pytest.mark.parametrize(
    ("selected", "claimed"), [("بعد\nغد", "بعد\\nغد"), ("بعد  غد", "بعد غد"), ("بعد\tغد", "بعدغد")]
)
def test_words_read_off_a_page(selected: str, claimed: str) -> None:
    text = f"قبل {selected} كان"
    claim = Claim(4, 4 + len(selected), claimed)
    assert judge(text, [claim], equal_as_shown).verdicts[0].cause == "exact"
    assert judge(text, [claim]).verdicts[0].cause != "exact"


@given(texts(), st.data())
def test_what_is_repaired_selects_its_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assume(text[start:end].strip() == text[start:end])
    units = Utf16Offsets(text)
    claim = Claim(units.from_code_points(start), units.from_code_points(end), text[start:end])
    judgement = judge(text, [claim])
    verdict = judgement.verdicts[0]
    assume(judgement.agreed)  # a short text may allow of two readings
    assert text[verdict.start : verdict.end] == claim.text or verdict.cause == "folded"
