"""Tokens: nothing visible is left out, nothing stands in two, and only proclitics are cut off."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.text import is_proclitic, splits_grapheme
from khabar.text.tokens import cut, words
from strategies import texts


def tokens(text: str) -> list[str]:
    return [text[start:end] for start, end in words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("كَتَبَ الولــد", ["كَتَبَ", "الولــد"]),
        ("12.5 و3,000 و٣٫٥٪", ["12.5", "و3", ",", "000", "و٣", "٫", "٥", "٪"]),
        ("من 1.5 إلى ٢٬٠٠٠.", ["من", "1.5", "إلى", "٢٬٠٠٠", "."]),
        ("می\u200cخواهم", ["می\u200cخواهم"]),
        ("نعم\u200f؟", ["نعم", "؟"]),
        ("👨‍👩‍👧 🇸🇦!", ["👨‍👩‍👧", "🇸🇦", "!"]),
        ("\ufeffأ\nب\u00a0ج", ["أ", "ب", "ج"]),
        ("", []),
    ],
)
def test_known_texts(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@given(texts())
def test_what_is_seen_stands_in_exactly_one_token(text: str) -> None:
    found = words(text)
    covered = [at for start, end in found for at in range(start, end)]
    assert covered == sorted(set(covered))
    for at in set(range(len(text))) - set(covered):
        assert text[at].isspace() or unicodedata.category(text[at]) in ("Cf", "Cc"), repr(text[at])


@given(texts(), st.data())
def test_cutting_only_takes_proclitics_off(text: str, data: st.DataObject) -> None:
    starts = data.draw(st.lists(st.integers(0, len(text)), max_size=5))
    whole, parts = words(text), cut(text, words(text), starts)
    edges = {start for start, _ in parts} - {start for start, _ in whole}
    assert edges <= set(starts)
    assert [end for _, end in parts if end in {e for _, e in whole}] == [end for _, end in whole]
    for edge in edges:
        (start,) = [start for start, end in whole if start < edge < end]
        assert is_proclitic(text[start:edge])


def test_signs_are_not_torn() -> None:
    text = "✌🏽و❤️"
    assert not any(splits_grapheme(text, start) for start, _ in words(text))
