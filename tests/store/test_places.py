"""Places of values in the JSON they came from."""

import json

from hypothesis import given
from hypothesis import strategies as st

from khabar.model import Article, annotations, spans
from khabar.store import JsonMap, dumps, line
from strategies import articles


@given(articles(), st.booleans())
def test_a_place_holds_its_value(article: Article, in_lines: bool) -> None:
    source = (line(article) if in_lines else dumps(article)).decode()
    document = json.loads(source)
    places = JsonMap(source, "file.json", first_line=5)
    rows = source.split("\n")
    pointers = ["", *(p for p, _ in annotations(article)), *(p for p, _ in spans(article))]
    for pointer in pointers:
        place = places.place(pointer)
        first, last = place.line - 5, place.end_line - 5
        block = rows[first : last + 1]
        block[-1] = block[-1][: place.end_column - 1]
        block[0] = block[0][place.column - 1 :]
        value = document
        for step in pointer.split("/")[1:]:
            value = value[int(step)] if isinstance(value, list) else value[step]
        assert json.loads("\n".join(block)) == value


def test_a_missing_value_has_the_place_of_its_parent() -> None:
    places = JsonMap('{"a": {"b": 1}}', "f")
    assert places.place("/a/c/0") == places.place("/a")


def test_the_key_of_a_member() -> None:
    place = JsonMap('{\n "a~b/c": 1}', "f").place("/a~0b~1c", key=True)
    assert (place.line, place.column, place.end_column) == (2, 2, 9)


def test_keys_given_twice() -> None:
    places = JsonMap('{"a": [{"b": 1, "b": 2}]}', "f")
    (found,) = places.repeated
    assert found[0] == "/a/0/b"
    assert places.at(found[1]).column == 17
    assert places.place("/a/0/b").column == 22
