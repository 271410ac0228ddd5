"""Spans said in words: which occurrence is meant, and what cannot be."""

import pytest

from khabar.adjudication.words import spans_in_words
from khabar.problem import KhabarError

TEXT = "قال سالم إن المصنع «سيفتح غدا»، وقال سالم أيضا… إن الطريق جاهز."
#       0   4    9  12     19


def bounds(said, place=None):
    found = spans_in_words(TEXT, said, place)
    assert all(one["text"] == TEXT[one["start"] : one["end"]] for one in found)
    return [(one["start"], one["end"]) for one in found]


@pytest.mark.parametrize(
    "said, place, expected",
    [
        ("المصنع", None, [(12, 18)]),
        ("سالم", (4, 8), [(4, 8)]),
        ("سالم", (36, 42), [(37, 41)]),
        ("سالم", (0, 60), [(4, 8)]),
        ("سالم@40", (4, 8), [(37, 41)]),
        ("سالم@0", (40, 44), [(4, 8)]),
        ("إن … غدا", (9, 12), [(9, 29)]),
        ("«سيفتح…»", None, [(19, 30)]),
        ("«سيفتح...»", None, [(19, 30)]),
        ("أيضا…", None, [(42, 47)]),
        (["قال", "سالم"], (32, 42), [(33, 36), (37, 41)]),
        (["سالم", "الطريق"], (4, 8), [(4, 8), (51, 57)]),
        ([12, 18], None, [(12, 18)]),
        ([[12, 18], [51, 57]], None, [(12, 18), (51, 57)]),
        ({"start": 12, "end": 18, "text": "?"}, None, [(12, 18)]),
    ],
)
def test_the_nearest_is_meant(said, place, expected):
    assert bounds(said, place) == expected


@pytest.mark.parametrize(
    "said, message",
    [
        ("سعيد", "not in the text: سعيد"),
        ("غدا … سيفتح", "not in the text"),
        ("سالم", "2 times: سالم; say where, as in سالم@4"),
        ([], "no words"),
        ("", "no words and no offsets"),
        (7, "no words and no offsets"),
        ([12, 12], "no words at 12-12"),
        ([60, 90], "no words at 60-90"),
    ],
)
def test_what_cannot_be(said, message):
    with pytest.raises(KhabarError, match=message):
        bounds(said)
