"""What metadata pins: the numbers, what differs, and how they are written into the file."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from census.made import ARTICLE, BARE
from khabar.census import (
    PINNED,
    Census,
    differences,
    pinned,
    read_census,
    subjects_of,
    write_census,
)
from khabar.problem import KhabarError

NUMBERS = {
    "articles": {"annotated": 1, "raw": 1},
    "words": 15,
    "mentions": {"GPE": 1, "ORG": 2, "PER": 2, "ROLE": 1},
    "levels": {"name": 2, "nominal": 2, "pronoun": 1},
    "entities": {"GPE": 1, "ORG": 1, "PER": 2},
    "quotes": {"direct": 1, "mixed": 1},
    "polarities": {"asserted": 2, "negated": 1},
    "chains": {"0": 2, "1": 1},
    "stances": {"against": 1, "favor": 1},
    "nested": {"mentions": 2, "quotes": 1},
}


@pytest.mark.parametrize("subjects", [subjects_of(), Census().subjects])
def test_numbers_reckoned_by_hand(subjects: tuple[str, ...]) -> None:
    census = Census(subjects=subjects)
    census.add(ARTICLE)
    census.add(BARE)
    found = pinned(census)
    assert json.dumps(found) == json.dumps(NUMBERS), "the order is that of the file"


@pytest.mark.parametrize("name", PINNED)
def test_one_number_needs_no_others(name: str) -> None:
    census = Census(subjects=subjects_of((name,)))
    census.add(ARTICLE)
    census.add(BARE)
    assert pinned(census)[name] == NUMBERS[name]
    assert NUMBERS.keys() == set(PINNED)
    assert len(census.subjects) == (2 if name == "nested" else 1)


def test_of_nothing() -> None:
    empty = {name: {} for name in NUMBERS} | {"words": 0, "nested": {"mentions": 0, "quotes": 0}}
    assert pinned(Census(subjects=subjects_of())) == empty
    assert list(differences(empty, pinned(Census()))) == []


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (NUMBERS, []),
        ({}, []),
        ({"mentions": NUMBERS["mentions"]}, []),
        ({"words": 14}, [("words", "", 14, 15)]),
        ({"words": {}}, [("words", "", {}, 15)]),
        ({"stances": {"favor": 1}}, [("stances", "against", 0, 1)]),
        ({"stances": {"favor": 2, "neutral": 0, "against": 1}}, [("stances", "favor", 2, 1)]),
        ({"quotes": 7}, [("quotes", "direct", 0, 1), ("quotes", "mixed", 0, 1)]),
        ({"moods": {"glad": 1}}, [("moods", "glad", 1, 0)]),
        ({"note": "as of May"}, []),
    ],
)
def test_what_differs(said: dict, wanted: list) -> None:
    assert [tuple(one) for one in differences(said, NUMBERS)] == wanted


STYLES = {
    "two blanks": ('{\n  "title": "خبر",\n  "census": {"a": 1},\n  "z": [1,  2]\n}\n', "  "),
    "tabs": ('{\n\t"census": {\n\t\t"a": {}\n\t},\n\t"z":1\n}', "\t"),
    "carriage returns": ('{\r\n "z": 1,\r\n "census": 3\r\n}\r\n', " "),
    "last": ('{\n    "z": 1\n}\n', "    "),
}


@pytest.mark.parametrize("style", STYLES)
def test_the_style_of_the_file_is_kept(tmp_path: Path, style: str) -> None:
    text, indent = STYLES[style]
    file = tmp_path / "metadata.json"
    file.write_bytes(text.encode())
    assert write_census(file, NUMBERS)
    written = file.read_bytes().decode()
    end = "\r\n" if "\r" in text else "\n"
    assert (
        f'{end}{indent}"census": {{{end}{indent * 2}"articles": {{{end}{indent * 3}"ann' in written
    )
    assert ("\n" in written.replace("\r\n", "")) == ("\r" not in text)
    assert read_census(file) == NUMBERS
    assert not write_census(file, NUMBERS), "there is nothing to do the second time"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{}", '{"census": N}'),
        ("{ }\n", '{"census": N }\n'),
        ('{"z":1}', '{"z":1,"census":N}'),
        ('{"z": 1}\n', '{"z": 1, "census": N}\n'),
        ('{"census":null,"z":"census"}', '{"census":N,"z":"census"}'),
        ('{"z": {"census": 1}, "census": {}, "y": 2}', '{"z": {"census": 1}, "census": N, "y": 2}'),
    ],
)
def test_a_file_on_one_line_stays_so(tmp_path: Path, text: str, wanted: str) -> None:
    file = tmp_path / "metadata.json"
    file.write_text(text)
    write_census(file, {"words": 5})
    numbers = '{"words":5}' if '":' in text and '": ' not in text else '{"words": 5}'
    assert file.read_text() == wanted.replace("N", numbers)


_value = st.recursive(
    st.none() | st.integers() | st.text('a"{}\\خ:,', max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text("a/~", max_size=2), inner),
    max_leaves=5,
)


@given(
    st.dictionaries(st.sampled_from(["census", "title", "سنة", "a/b"]), _value),
    st.sampled_from([None, 1, 4, "\t"]),
    st.booleans(),
)
def test_nothing_but_the_census_changes(tmp_path_factory, value, indent, compact) -> None:
    file = tmp_path_factory.mktemp("pin") / "metadata.json"
    separators = (",", ":") if compact else None
    file.write_text(json.dumps(value, indent=indent, separators=separators, ensure_ascii=False))
    write_census(file, NUMBERS)
    found = json.loads(file.read_text())
    assert found == value | {"census": NUMBERS}
    assert list(found) == list(value | {"census": NUMBERS})
    if value and not compact:
        assert file.read_text() == json.dumps(found, indent=indent, ensure_ascii=False)


@pytest.mark.parametrize("data", [b"[]", b"3", b"{", b"\xff", b"\xef\xbb\xbf{}", b""])
def test_what_is_no_metadata_is_refused_and_left(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "metadata.json"
    file.write_bytes(data)
    with pytest.raises(KhabarError):
        write_census(file, NUMBERS)
    assert file.read_bytes() == data
    with pytest.raises(KhabarError, match=r"metadata\.json: cannot be read: no such file"):
        read_census(tmp_path / "none" / "metadata.json")
