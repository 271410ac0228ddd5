"""One verdict on the shape of a document: `decode`, `faults` and the reference validator agree."""

import copy
import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from khabar.problem import KhabarError
from khabar.rules._reading import Reading
from khabar.schema import article_schema, decode, faults
from khabar.store import Document, decoded, line, parsed
from rules.cases import Case, cases
from strategies import articles

REFERENCE = Draft202012Validator(article_schema())


def _reference_says(value: object) -> bool:
    """The reference's verdict, but for its known fault: ``$`` lets a final line feed pass."""
    return REFERENCE.is_valid(value) and not any(map(_ends_in_lf, _formed(value)))


def _ends_in_lf(value: str) -> bool:
    return value.endswith("\n")


def _formed(value: object) -> list[str]:
    """The strings to which the schema gives a form: all that are no free text."""
    if isinstance(value, list):
        return [one for item in value for one in _formed(item)]
    if not isinstance(value, dict):
        return []
    found = []
    for key, one in value.items():
        if key in _FORMED:
            found += [
                item for item in (one if isinstance(one, list) else [one]) if isinstance(item, str)
            ]
        if key not in ("extra", "text"):
            found += _formed(one)
    return found


_FORMED = {
    "schema", "id", "language", "published", "retrieved", "entity", "qid", "members", "speaker",
    "addressee", "relay", "parent", "same_as", "holder", "topic", "topics", "quotes", "asserted_by",
}  # fmt: skip


def _assert_agree(data: bytes) -> None:
    document = Document("case", 1, data)
    quick = decode(data) is not None
    try:
        value = parsed(document, decoded(document))
    except KhabarError:
        assert not quick
        return
    assert quick == (faults(value) == []) == _reference_says(value)


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.code}/{case.name}")
def test_on_every_case(case: Case) -> None:
    for document in case.documents:
        if len(document.data) < 100_000:
            _assert_agree(document.data)


def test_the_cases_break_all_that_the_schema_asks() -> None:
    """No keyword of the schema is only ever obeyed, so that each has its part in the agreement."""
    read = [Reading(document) for case in cases() for document in case.documents]
    broken = {fault.keyword for one in read for fault in one.faults}
    assert broken == set(_keywords(article_schema())) - _SILENT


_SILENT = {
    "$defs", "$id", "$ref", "$schema", "default", "description", "examples", "items", "properties",
    "title", "vocabulary",
}  # fmt: skip
"""Keywords that ask nothing of a value by themselves."""


def _keywords(schema: object) -> Iterator[str]:
    if isinstance(schema, list):
        for one in schema:
            yield from _keywords(one)
    elif isinstance(schema, dict):
        for key, one in schema.items():
            yield key
            within = one.values() if key in ("properties", "$defs") else [one]
            for part in within:
                yield from _keywords(part)


def test_the_known_fault_of_the_reference_is_still_there() -> None:
    value = {"schema": "khabar/0.1\n", "id": "abc", "language": "ar", "text": "نص", "status": "raw"}
    assert REFERENCE.is_valid(value)
    assert faults(value)
    assert decode(json.dumps(value).encode()) is None


@given(articles())
def test_on_valid_articles(article: object) -> None:
    data = line(article)
    assert decode(data) == article
    _assert_agree(data)


_WRONG = st.sampled_from(
    [None, 0, -1, 1.0, 1.5, 2**70, True, "", "x", "e1", "m1\n", "PER", "article", "medtop:01000000",
     "2031-03-09", "2031-03-09\n", [], {}, [[]], ["e1", "e1"], ["medtop:01000000"] * 2,
     {"kind": "human"},
     [{"start": 0, "end": 1, "text": "x"}], {"start": 1.0, "end": 2, "text": "x"}, "\u2028", "٣"]
)  # fmt: skip


@settings(max_examples=150)
@given(articles(), st.data())
def test_on_damaged_articles(article: object, data: st.DataObject) -> None:
    value = json.loads(line(article))
    for _ in range(data.draw(st.integers(1, 3))):
        _damage(value, data)
    _assert_agree(json.dumps(value, ensure_ascii=data.draw(st.booleans())).encode())


def _damage(value: dict[str, object], data: st.DataObject) -> None:
    """Set, delete, add, rename or repeat something anywhere in a document."""
    holder = data.draw(st.sampled_from(_holders(value)))
    keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
    how = data.draw(st.sampled_from(["set", "delete", "add", "rename", "repeat"]))
    if not keys or how == "add":
        _add(holder, data)
        return
    key = data.draw(st.sampled_from(keys))
    if how == "set":
        holder[key] = copy.deepcopy(data.draw(_WRONG))
    elif how == "delete":
        del holder[key]
    elif how == "repeat" and isinstance(holder, list):
        holder.append(copy.deepcopy(holder[key]))
    elif isinstance(holder, dict):
        holder[data.draw(st.sampled_from(_NAMES))] = holder.pop(key)


_NAMES = ["id", "type", "spans", "entity", "note", "extra", "origin", "members", "claim", "typ"]


def _add(holder: object, data: st.DataObject) -> None:
    if isinstance(holder, dict):
        holder[data.draw(st.sampled_from(_NAMES))] = copy.deepcopy(data.draw(_WRONG))
    else:
        holder.append(copy.deepcopy(data.draw(_WRONG)))


def _holders(value: object) -> list[object]:
    if isinstance(value, dict):
        return [value, *(one for item in value.values() for one in _holders(item))]
    if isinstance(value, list):
        return [value, *(one for item in value for one in _holders(item))]
    return []
