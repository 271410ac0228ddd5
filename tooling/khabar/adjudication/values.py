"""What people write for a value, brought into the form that is kept."""

import json
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from khabar.adjudication.fields import (
    FIELDS,
    PRESENCE,
    TYPES,
    Field,
    annotation,
    checked,
    field,
    references,
)
from khabar.adjudication.topics import ORDER, TOPICS
from khabar.adjudication.words import spans_in_words
from khabar.model import Span
from khabar.problem import KhabarError
from khabar.schema import labels

_ID = re.compile("[eq][0-9a-z][0-9a-z-]*")


class Writing:
    """Reads values that people wrote about one article.

    Args:
        text: the article's text.
        known: ids of everything that a value may refer to.
    """

    def __init__(self, text: str, known: frozenset[str]) -> None:
        self._text = text
        self._known = known

    def value(self, layer: str, name: str, cell: str, place: Span | None) -> Any:  # noqa: ANN401
        """The value that a cell gives to a field, or the fields that it gives to an annotation.

        Raises:
            KhabarError: saying what is allowed.
        """
        said = _parsed(cell)
        if layer == TOPICS:
            return self._topics(name, said)
        if name != PRESENCE:
            return self._field(field(layer, name), layer, said, _bounds(place))
        if not isinstance(said, dict):
            raise KhabarError('an object is wanted of the fields to change, as {"type": "ORG"}')
        return {
            key: self._field(field(layer, key), layer, one, _bounds(place))
            for key, one in said.items()
        }

    def added(self, layer: str, name: str, cell: str) -> Any:  # noqa: ANN401
        """The annotation, or the topic, that a cell adds.

        Raises:
            KhabarError: saying what is wrong with it.
        """
        said = _parsed(cell)
        if layer == TOPICS:
            return _topic(name)
        if not isinstance(said, dict) or layer not in TYPES:
            annotation(layer, name, said)
            return said
        first = FIELDS[layer][0]
        place, made = None, {}
        if first.kind == "spans" and first.name in said:
            spans = self._field(first, layer, said[first.name], None)
            made[first.name] = spans
            place = spans[0]["start"], spans[-1]["end"]
        for key, one in said.items():
            if key not in made:
                made[key] = self._field(field(layer, key), layer, one, place)
        annotation(layer, name, made)
        return made

    def _topics(self, name: str, said: object) -> list[str]:
        if name != ORDER:
            raise KhabarError("a topic is there or not; add another with a row topics/add/CODE")
        codes = said.replace(",", " ").split() if isinstance(said, str) else said
        if not isinstance(codes, list) or not codes:
            raise KhabarError("a list of topic codes is wanted, the main one first")
        return [_topic(one) for one in codes]

    def _field(self, one: Field, layer: str, said: object, place: tuple[int, int] | None) -> Any:  # noqa: ANN401
        value = self._resolved(one, said, place)
        try:
            made = checked(layer, one.name, value)
        except msgspec.MsgspecError as error:
            raise KhabarError(str(error)) from error
        for name in references(one.kind, made):
            if name not in self._known:
                raise KhabarError(f"nothing has the id {name}; ids are in the sheet's head")
        return value

    def _resolved(self, one: Field, said: object, place: tuple[int, int] | None) -> Any:  # noqa: ANN401
        match one.kind:
            case "spans":
                return spans_in_words(self._text, said, place)
            case "entity" | "holder" | "quote":
                return _id(said)
            case "entities" | "quotes":
                several = _ids(said) if isinstance(said, str) else said
                return [_id(name) for name in several] if isinstance(several, list) else several
            case "chain":
                links = said if isinstance(said, list) else [said]
                return [self._parts(link, place) for link in links]
            case "target":
                return self._parts(said, place)
            case "flag":
                return {"true": True, "false": False}.get(str(said).lower(), said)
            case "text":
                return said if isinstance(said, str) else str(said)
        return said

    def _parts(self, said: object, place: tuple[int, int] | None) -> Any:  # noqa: ANN401
        """A relay or a target: spans in words in it are found, ids are cut from their names."""
        if not isinstance(said, Mapping):
            raise KhabarError('an object is wanted, as {"relay": "e5", "cue": "نقلت"}')
        made = dict(said)
        for name, value in said.items():
            if name in ("cue", "source", "spans"):
                made[name] = spans_in_words(self._text, value, place)
            elif name in ("relay", "entity"):
                made[name] = _id(value)
        return made


def _bounds(place: Span | None) -> tuple[int, int] | None:
    return (place.start, place.end) if place else None


def _id(said: object) -> Any:  # noqa: ANN401
    """An id, without the name that may stand behind it."""
    return said.split()[0] if isinstance(said, str) and said.split() else said


def _ids(said: str) -> list[str]:
    """Ids behind commas or blanks, or behind commas with the words that stand for each."""
    found: list[str] = []
    for part in said.split(","):
        names = part.split()
        found += names if all(map(_ID.fullmatch, names)) else names[:1]
    return found


def _topic(code: object) -> str:
    if not isinstance(code, str) or code not in labels(TOPICS):
        raise KhabarError(f"there is no topic {code}")
    return code


def _parsed(cell: str) -> object:
    """JSON where it is that; else the words as they stand."""
    cell = cell.strip()
    if cell[:1] not in ("[", "{", '"'):
        return cell
    try:
        value: object = json.loads(cell)
    except json.JSONDecodeError as error:
        if cell[0] == '"':
            return cell
        raise KhabarError(f"this is not JSON: {error.msg} at character {error.pos + 1}") from error
    return value
