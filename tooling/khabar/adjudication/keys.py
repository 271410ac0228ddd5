"""What questions are called, and where they stand in the text: places and words, never ids."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import msgspec
from msgspec import structs

from khabar.adjudication.fields import LAYERS, relinked
from khabar.adjudication.merging import Item, Merged
from khabar.model import Annotation, Entity, Mention, Quote, Span, Stance

_ROOM = 40


class Keys:
    """Keys and places of everything in some merged passes.

    A key is the layer and the outermost offsets of all versions (``mentions/104-121``), the name
    (``entities/سلمى``), or holder and target (``stances/سلمى→الميناء``). What would be called alike
    gets a number, by what it says.
    """

    def __init__(self, merged: Merged) -> None:
        self._merged = merged
        self._names = {
            item.id: item.first.name
            for item in merged.items["entities"].values()
            if isinstance(item.first, Entity)
        }
        self._places = {item.id: self._place(item) for item in merged.all()}
        self.keys: Mapping[str, str] = {}
        for layer in LAYERS:
            self.keys = {**self.keys, **self._layer(layer)}

    @property
    def annotators(self) -> tuple[str, ...]:
        """Whose passes they are."""
        return self._merged.annotators

    def place(self, name: str) -> Span | None:
        """Where something stands, by its id; None for what has no place."""
        return self._places.get(name)

    def _layer(self, layer: str) -> dict[str, str]:
        alike: dict[str, list[Item]] = defaultdict(list)
        for item in self._merged.items[layer].values():
            alike[f"{layer}/{self._called(item)}"].append(item)
        found = {}
        for key, items in alike.items():
            for number, item in enumerate(sorted(items, key=self._content), 1):
                found[item.id] = key if number == 1 else f"{key}~{number}"
        return found

    def _called(self, item: Item) -> str:
        match item.first:
            case Entity(name=name):
                return _plain(name)
            case Stance() as stance:
                target = stance.target
                words = target.topic or target.claim or _words(target.spans)
                towards = self._names.get(target.entity or "", words)
                return _plain(f"{self._names.get(stance.holder, stance.holder)}→{towards}")
        place = self._places[item.id]
        return f"{place.start}-{place.end}" if place else ""

    def _content(self, item: Item) -> bytes:
        """What versions say without their ids, so that the order in a file does not count."""
        said = [
            structs.replace(relinked(one, self._names), id="") for one in item.versions.values()
        ]
        return msgspec.json.encode((list(item.versions), said), order="deterministic")

    def _place(self, item: Item) -> Span | None:
        spans = [span for one in item.versions.values() for span in self._spans(one)]
        if not spans:
            return None
        start, end = min(one.start for one in spans), max(one.end for one in spans)
        return Span(start=start, end=end, text=self._merged.text[start:end])

    def _spans(self, one: Annotation) -> Iterable[Span]:
        match one:
            case Mention():
                return one.spans
            case Quote():
                return one.content
            case Stance():
                return one.spans or one.target.spans or self._contents(one.quotes or ())
        return self._first_mention(one.id)

    def _contents(self, quotes: Iterable[str]) -> list[Span]:
        items = (self._merged.items["quotes"][name] for name in quotes)
        firsts = (item.first for item in items)
        return [span for one in firsts if isinstance(one, Quote) for span in one.content]

    def _first_mention(self, entity: str) -> tuple[Span, ...]:
        spans = [
            one.spans
            for item in self._merged.items["mentions"].values()
            for one in item.versions.values()
            if isinstance(one, Mention) and one.entity == entity
        ]
        return min(spans, key=lambda some: some[0].start, default=())


def _words(spans: Iterable[Span] | None) -> str:
    return " … ".join(one.text for one in spans or ())


def _plain(words: str) -> str:
    """Words that can stand in a key: on one line, without the sign that divides it."""
    line = " ".join(words.replace("/", "∕").split())
    return line if len(line) <= _ROOM else f"{line[: _ROOM - 1]}…"
