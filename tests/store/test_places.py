"""Places of values in the JSON they came from."""

import json

from hypothesis import given
from hypothesis import strategies as st

from khabar.model import Article, annotations, spans
from khabar.store import JsonMap, dumps, line
from khabar.store.places import _ONE_BY_ONE
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


@given(articles(), st.data())
def test_places_one_by_one_are_those_of_the_map(article: Article, data: st.DataObject) -> None:
    """The quick way past what is beside it, and the map of everything, say the same."""
    source = dumps(article).decode()
    mapped = JsonMap(source, "file.json")
    wanted = sorted(mapped.values)
    for pointer in wanted[:_ONE_BY_ONE]:
        mapped.place(pointer)
    for _ in range(3):
        pointer = data.draw(st.sampled_from(wanted))
        pointer += data.draw(st.sampled_from(["", "", "/absent", "/0", "/-1"]))
        key = data.draw(st.booleans())
        quick = JsonMap(source, "file.json")
        assert quick.place(pointer, key=key) == mapped.place(pointer, key=key)
        assert "_all" not in vars(quick)
    assert "_all" in vars(mapped)


def test_places_in_what_is_nested_deeply() -> None:
    source = '{"a": ' + "[" * 5000 + "]" * 5000 + ', "b": 1}'
    place = JsonMap(source, "f").place("/b")
    assert (place.column, place.end_column) == (len(source) - 1, len(source))


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
    assert JsonMap('{"a": [{"b": 1, "b": 2}]}', "f").place("/a/0/b").column == 22
    assert JsonMap('{"a": [{"b": 1, "b": 2}]}', "f").place("/a/0/b", key=True).column == 17
