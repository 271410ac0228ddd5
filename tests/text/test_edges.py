"""Edges of words and characters, proclitics."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.text import is_proclitic, proclitic, splits_grapheme, word_around
from strategies import LETTERS, MARKS


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [
        ("خبَر", 2, True),
        ("خبَر", 1, False),
        ("👨‍👩‍👧", 1, True),
        ("👨‍👩‍👧", 2, True),
        ("🇸🇦🇪🇬", 1, True),
        ("🇸🇦🇪🇬", 2, False),
        ("🇸🇦🇪🇬", 3, True),
        ("👍🏽", 1, True),
        ("a\r\nb", 2, True),
        ("a\nb", 1, False),
        ("خبر", 0, False),
        ("خبر", 3, False),
        ("خ😀", 1, False),
    ],
)
def test_inside_a_character(text: str, offset: int, expected: bool) -> None:
    assert splits_grapheme(text, offset) is expected


@given(st.text(LETTERS + MARKS + " ،", min_size=1, max_size=20), st.data())
def test_a_mark_belongs_to_the_letter_before(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(1, max(1, len(text) - 1)))
    expected = offset < len(text) and text[offset] in MARKS
    assert splits_grapheme(text, offset) is expected


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [
        ("في وروسيا غدا", 4, (3, 9)),
        ("في وروسيا غدا", 3, None),
        ("في وروسيا غدا", 9, None),
        ("كوريا-روسيا", 5, None),
        ("كوريا-روسيا", 6, None),
        ("كِتاب", 1, (0, 5)),
        ("می‌خواهم", 3, (0, 8)),
    ],
)
def test_the_word_that_an_offset_cuts(
    text: str, offset: int, expected: tuple[int, int] | None
) -> None:
    assert word_around(text, offset) == expected


@pytest.mark.parametrize(
    ("word", "start", "letters", "yes"),
    [
        ("وروسيا", 1, "و", True),
        ("للولايات", 1, "ل", True),
        ("وبالقاهرة", 2, "وب", True),
        ("الوزارة", 2, "ال", False),
        ("استقلال", 3, "است", False),
        ("وَروسيا", 2, "وَ", True),
    ],
)
def test_proclitics(word: str, start: int, letters: str, yes: bool) -> None:
    assert proclitic(f"قال {word}", start + 4) == letters
    assert is_proclitic(letters) is yes
