"""Matching keys."""

import pytest
from hypothesis import given

from khabar.text import fold, fold_with_offsets
from strategies import texts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("إِلى", "الي"),
        ("آل", "ال"),
        ("ٱلكتاب", "الكتاب"),
        ("روسیا", "روسيا"),
        ("کوریا", "كوريا"),
        ("العربـــية", "العربية"),
        ("مُحَمَّد", "محمد"),
        ("ﻻ", "لا"),
        ("على\u200f", "علي"),
        ("هٰذا", "هذا"),
    ],
)
def test_spellings_of_one_word_are_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("مدرسة", "مدرسه"), ("سؤال", "سوال"), ("مسئول", "مسيول"), ("قلب", "كلب")]
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(texts())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts())
def test_offsets_lead_back(text: str) -> None:
    key, offsets = fold_with_offsets(text)
    assert key == fold(text)
    assert len(offsets) == len(key) + 1
    assert offsets == sorted(offsets)
    for at, letter in enumerate(key):
        assert letter in fold(text[offsets[at]])


def test_a_match_covers_the_marks_of_its_last_letter() -> None:
    text = "قال مُحَمَّدٌ نعم"
    key, offsets = fold_with_offsets(text)
    start = key.index("محمد")
    assert text[offsets[start] : offsets[start + 4]] == "مُحَمَّدٌ"
