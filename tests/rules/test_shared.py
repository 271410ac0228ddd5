"""What rules share, where their cases do not reach: odd marks and short names."""

import pytest

from khabar.model import Mention, Span
from khabar.rules._marks import matched
from khabar.rules._names import said, words
from khabar.rules._words import quoted


@pytest.mark.parametrize(
    "text, pairs, alone",
    [
        ("«قال“ نعم»", [(4, 10)], (0,)),
        ("قال ”نعم نعم” ثم", [(4, 13)], ()),
        ('«قال "و" ثم»', [(5, 8), (0, 12)], ()),
        ('«قال "نعم "لا» ثم»', [(10, 14), (0, 18)], (5,)),
        ('«قال نوـ"نعم»', [(0, 9)], (12,)),
    ],
)
def test_odd_marks(text: str, pairs: list[tuple[int, int]], alone: tuple[int, ...]) -> None:
    found = matched(text)
    assert [(one.start, one.end) for one in found.pairs] == pairs
    assert found.alone == alone


@pytest.mark.parametrize(
    "word, bare",
    [
        ("الاب", "الاب"),
        ("البيت", "بيت"),
        ("للنيل", "نيل"),
        ("بنين", "بنين"),
        ("ناسين", "ناس"),
        ("سنة", "سنة"),
        ("مدرة", "مدر"),
        ("نادر", "نادر"),
    ],
)
def test_short_words_keep_their_ends(word: str, bare: str) -> None:
    assert list(words(word)) == [bare]


def test_parts_of_a_mention_stand_behind_one_another() -> None:
    parts = (Span(start=0, end=7, text="محافظتي"), Span(start=15, end=20, text="الجبل"))
    assert said(Mention(id="m1", type="GPE", spans=parts)) == "محافظتي الجبل"
    assert said(Mention(id="m1", type="GPE", spans=parts[1:])) == "الجبل"


def test_long_words_are_cut_at_forty_characters() -> None:
    assert quoted("ن" * 40) == f"'{'ن' * 40}'"
    assert quoted("ن" * 41) == f"'{'ن' * 39}…'"
