"""What can be asked about the passes on an article, and in what they differ."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from khabar.adjudication.fields import FIELDS, LAYERS, PRESENCE, Field, field, plain, sense, typed
from khabar.adjudication.keys import Keys
from khabar.adjudication.merging import Item, Merged
from khabar.adjudication.topics import ORDER, TOPICS, in_dispute
from khabar.model import Annotation, Span

_UNASKED = ("id", "origin", "note", "extra")
"""What annotators may have of their own without a question."""


class Question(Struct, frozen=True, kw_only=True):
    """One thing that annotators can differ in.

    Attributes:
        about: the question's key: what it is about in places and words, as
            ``mentions/104-121/type``.
        layer: ``mentions``, ``entities``, ``quotes``, ``stances`` or ``topics``.
        field: the field, or ``presence``, or ``order`` of topics.
        id: the common id of the annotation; empty for topics.
        place: where it stands, if anywhere.
        versions: what each annotator says, as plain data. Of presence the whole annotation, or None
            from who does not have it; of a field nothing from her.
    """

    about: str
    layer: str
    field: str
    id: str = ""
    place: Span | None = None
    versions: dict[str, Any]

    @property
    def differs(self) -> bool:
        """Whether annotators say different things."""
        if self.field == PRESENCE:
            return None in self.versions.values()
        if self.layer == TOPICS:
            return in_dispute(self.versions)
        kind = field(self.layer, self.field).kind
        values = (typed(self.layer, self.field, one) for one in self.versions.values())
        return len({sense(kind, one) for one in values}) > 1

    def changed_since(self, versions: Mapping[str, Any]) -> bool:
        """Whether other versions stood to choice once; of presence only who has it counts."""
        return _said(self.field, self.versions) != _said(self.field, versions)


def _said(name: str, versions: Mapping[str, Any]) -> dict[str, Any]:
    if name == PRESENCE:
        return {who: value is not None for who, value in versions.items()}
    return dict(versions)


def subjects(merged: Merged) -> Mapping[str, Question]:
    """Everything that can be decided, by key, whether or not annotators differ in it.

    The order is that of layers and, in these, of places.
    """
    keys = Keys(merged)
    found: list[Question] = []
    for layer in LAYERS:
        ours = [one for item in merged.items[layer].values() for one in _of_item(item, keys)]
        found += sorted(ours, key=_by_place)
    found += _of_topics(merged)
    return {one.about: one for one in found}


def questions(merged: Merged) -> tuple[Question, ...]:
    """What annotators differ in."""
    return tuple(one for one in subjects(merged).values() if one.differs)


def _by_place(one: Question) -> tuple[int, int, str]:
    """Fields of one annotation keep their order: sorting is stable."""
    place = one.place
    head = one.about.rpartition("/")[0]
    return (place.start, -place.end, head) if place else (1 << 62, 0, head)


def _of_item(item: Item, keys: Keys) -> Iterator[Question]:
    key, place = keys.keys[item.id], keys.place(item.id)
    if item.layer != "entities":
        versions = {who: without_id(item.versions.get(who)) for who in keys.annotators}
        yield Question(
            about=f"{key}/{PRESENCE}",
            layer=item.layer,
            field=PRESENCE,
            id=item.id,
            place=place,
            versions=versions,
        )
    for one in FIELDS[item.layer]:
        yield Question(
            about=f"{key}/{one.name}",
            layer=item.layer,
            field=one.name,
            id=item.id,
            place=place,
            versions={who: _value(version, one) for who, version in item.versions.items()},
        )


def _value(version: Annotation, one: Field) -> Any:  # noqa: ANN401
    return plain(getattr(version, one.name))


def without_id(one: Annotation | None) -> dict[str, Any] | None:
    """An annotation as plain data, without its id and what makes no question."""
    if one is None:
        return None
    return {name: value for name, value in plain(one).items() if name not in _UNASKED}


def _of_topics(merged: Merged) -> Iterator[Question]:
    topics = {who: article.topics for who, article in merged.passes.items()}
    for code in sorted({code for codes in topics.values() for code in codes}):
        versions = {who: code if code in codes else None for who, codes in topics.items()}
        yield Question(
            about=f"{TOPICS}/{code}/{PRESENCE}", layer=TOPICS, field=PRESENCE, versions=versions
        )
    yield Question(
        about=f"{TOPICS}/{ORDER}",
        layer=TOPICS,
        field=ORDER,
        versions={who: list(codes) for who, codes in topics.items()},
    )
