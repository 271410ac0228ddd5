"""Questions and versions in a line, for people to decide on."""

from collections.abc import Iterable, Mapping
from typing import Any

from khabar.adjudication.fields import FIELDS, PRESENCE, Field, field
from khabar.adjudication.merging import Merged
from khabar.adjudication.questions import Question
from khabar.adjudication.topics import ORDER, TOPICS
from khabar.model import Entity, Quote, Span
from khabar.schema import labels

_AROUND = 40
_QUOTE = 30
_ROOM = 80
ABSENT = "–"
"""What stands for a field that an annotator left out, and for an annotation she does not have."""


class Showing:
    """Shows what stands in some merged passes."""

    def __init__(self, merged: Merged) -> None:
        self._merged = merged
        self.entities: Mapping[str, str] = {
            item.id: item.first.name
            for item in merged.items["entities"].values()
            if isinstance(item.first, Entity)
        }
        self.quotes: Mapping[str, str] = {
            item.id: " … ".join(span.text for span in item.first.content)
            for item in merged.items["quotes"].values()
            if isinstance(item.first, Quote)
        }

    def context(self, place: Span | None, around: int = _AROUND) -> str:
        """The words of a place in brackets, between some of what stands around them."""
        if place is None:
            return ""
        text = self._merged.text
        before = text[max(0, place.start - around) : place.start]
        after = text[place.end : place.end + around]
        return line(f"{before}⟦{shortened(place.text)}⟧{after}")

    def version(self, question: Question, who: str) -> str:
        """What an annotator says, in words; a note of hers behind it."""
        value = question.versions.get(who)
        item = self._merged.items.get(question.layer, {}).get(question.id)
        note = item.versions[who].note if item and who in item.versions else None
        said = self.value(question.layer, question.field, value)
        return f"{said} [{line(note)}]" if note else said

    def value(self, layer: str, name: str, value: Any) -> str:  # noqa: ANN401
        """A value in plain data, in words."""
        if value is None:
            return ABSENT
        if layer == TOPICS:
            codes = value if name == ORDER else [value]
            return ", ".join(f"{code} {_topic(code)}".strip() for code in codes)
        if name != PRESENCE:
            return line(self._field(field(layer, name), value))
        parts = [
            f"{one.name}: {self._field(one, value[one.name])}"
            for one in FIELDS[layer]
            if one.name in value
        ]
        return line("; ".join(parts))

    def _field(self, one: Field, value: Any) -> str:  # noqa: ANN401
        match one.kind:
            case "spans":
                return _words(value)
            case "entity" | "holder":
                return self._entity(value)
            case "entities":
                return ", ".join(map(self._entity, value))
            case "quote":
                return self._quote(value)
            case "quotes":
                return ", ".join(map(self._quote, value))
            case "chain":
                return " ← ".join(map(self._relay, value))
            case "target":
                return self._target(value)
            case "flag":
                return str(value).lower()
        return str(value)

    def _entity(self, name: str) -> str:
        return f"{name} {self.entities.get(name, '')}".strip()

    def _quote(self, name: str) -> str:
        words = self.quotes.get(name, "")
        return f"{name} {words[:_QUOTE]}{'…' if len(words) > _QUOTE else ''}".strip()

    def _relay(self, value: Mapping[str, Any]) -> str:
        parts = [self._entity(value["relay"]) if "relay" in value else "?"]
        parts += [f"{name} {_words(value[name])}" for name in ("cue", "source") if name in value]
        parts += ["implicit"] if value.get("implicit") else []
        return f"({'; '.join(parts)})"

    def _target(self, value: Mapping[str, Any]) -> str:
        if "entity" in value:
            return self._entity(value["entity"])
        if "topic" in value:
            return f"{value['topic']} {_topic(value['topic'])}".strip()
        return str(value["claim"]) if "claim" in value else _words(value["spans"])


def _words(spans: Iterable[Mapping[str, Any]]) -> str:
    return " + ".join(f"{one['text']} ({one['start']}-{one['end']})" for one in spans)


def _topic(code: str) -> str:
    known = labels(TOPICS).get(code)
    return (known.ar or known.en) if known else ""


def shortened(words: str, room: int = _ROOM) -> str:
    """Words without their middle, if they are many.

    Example:
        >>> shortened("قال المدير إن المصنع سيفتح غدا", 14)
        'قال الم … فتح غدا'
    """
    half = room // 2
    return words if len(words) <= room + 3 else f"{words[:half]} … {words[-half:]}"


def line(words: str) -> str:
    """Words on one line."""
    return " ".join(words.split())
