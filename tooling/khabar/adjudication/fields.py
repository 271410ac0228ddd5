"""What annotators can differ in: the fields of every layer, and when two values are the same."""

from collections.abc import Hashable, Iterator, Mapping
from functools import cache
from typing import Any, Literal, NamedTuple, TypeVar

import msgspec
from msgspec import structs

from khabar.agreement.matching import extent
from khabar.model import Annotation, Entity, Mention, Quote, Relay, Stance, Target
from khabar.problem import KhabarError
from khabar.schema import labels

Kind = Literal[
    "spans",
    "code",
    "choice",
    "flag",
    "text",
    "entity",
    "holder",
    "entities",
    "quote",
    "quotes",
    "chain",
    "target",
]

PRESENCE = "presence"
"""What a question is called that asks whether an annotation is there at all."""

A = TypeVar("A", bound=Annotation)


class Field(NamedTuple):
    """One field of an annotation that makes a question.

    Attributes:
        name: as in the model.
        kind: what its values are.
        required: whether an annotation must have it.
        codes: the vocabulary of its codes, or the words to choose from behind commas.
    """

    name: str
    kind: Kind
    required: bool = False
    codes: str = ""

    @property
    def allowed(self) -> tuple[str, ...]:
        """The codes it may take; empty where it takes anything of its kind."""
        if self.kind == "code":
            return tuple(labels(self.codes))
        return tuple(self.codes.split(",")) if self.codes else ()


TYPES: Mapping[str, type[Annotation]] = {
    "mentions": Mention,
    "entities": Entity,
    "quotes": Quote,
    "stances": Stance,
}
LAYERS = tuple(TYPES)
"""The lists of annotations, in the order in which questions about them are asked."""

FIELDS: Mapping[str, tuple[Field, ...]] = {
    "mentions": (
        Field("spans", "spans", required=True),
        Field("type", "code", required=True, codes="mention-types"),
        Field("level", "code", codes="levels"),
        Field("entity", "entity"),
        Field("metonym", "flag"),
    ),
    "entities": (
        Field("type", "code", required=True, codes="entity-types"),
        Field("name", "text", required=True),
        Field("qid", "text"),
        Field("gender", "choice", codes="masculine,feminine"),
        Field("number", "choice", codes="singular,dual,plural"),
        Field("members", "entities"),
    ),
    "quotes": (
        Field("content", "spans", required=True),
        Field("type", "code", codes="quote-types"),
        Field("cue", "spans"),
        Field("source", "spans"),
        Field("speaker", "entity"),
        Field("addressee", "entity"),
        Field("chain", "chain"),
        Field("parent", "quote"),
        Field("same_as", "quote"),
        Field("polarity", "code", codes="polarities"),
    ),
    "stances": (
        Field("holder", "holder", required=True),
        Field("target", "target", required=True),
        Field("label", "code", required=True, codes="stances"),
        Field("basis", "code", codes="bases"),
        Field("quotes", "quotes"),
        Field("spans", "spans"),
        Field("asserted_by", "entity"),
    ),
}


def layer_of(one: Annotation) -> str:
    """The list that an annotation stands in.

    Example:
        >>> layer_of(Entity(id="e1", type="PER", name="سلمى"))
        'entities'
    """
    return next(name for name, type_ in TYPES.items() if isinstance(one, type_))


@cache
def field(layer: str, name: str) -> Field:
    """A field by its layer and name.

    Raises:
        KhabarError: if there is no such field.
    """
    for one in FIELDS[layer]:
        if one.name == name:
            return one
    known = ", ".join(one.name for one in FIELDS[layer])
    raise KhabarError(f"{layer} have no field {name!r} to decide; there are {known}")


@cache
def _model(layer: str) -> Mapping[str, structs.FieldInfo]:
    return {one.name: one for one in structs.fields(TYPES[layer])}


def default(layer: str, name: str) -> Any:  # noqa: ANN401
    """What a field is when nobody gives it."""
    found = _model(layer)[name].default
    return None if found is msgspec.NODEFAULT else found


def plain(value: object) -> Any:  # noqa: ANN401
    """A value as it is read back from JSON."""
    return msgspec.json.decode(msgspec.json.encode(value))


def typed(layer: str, name: str, value: object) -> Any:  # noqa: ANN401
    """A value in plain data as the model has it.

    Raises:
        KhabarError: if it cannot be a value of that field.
    """
    try:
        return msgspec.convert(value, _model(layer)[name].type)
    except msgspec.ValidationError as error:
        raise KhabarError(f"this is no value of {name}: {error}") from error


def checked(layer: str, name: str, value: object) -> Any:  # noqa: ANN401
    """A value in plain data as the model has it, with a code that there is.

    Raises:
        KhabarError: if it cannot be a value of that field.
    """
    one = field(layer, name)
    found = typed(layer, name, value)
    if one.allowed and found is not None and found not in one.allowed:
        raise KhabarError(f"{name} cannot be {found!r}; it is one of {', '.join(one.allowed)}")
    return found


def annotation(layer: str, name: str, value: object) -> Annotation:
    """An annotation from plain data without its id.

    Raises:
        KhabarError: if it cannot be one.
    """
    if layer not in TYPES:
        raise KhabarError(f"there are no {layer}; there are {', '.join(TYPES)}")
    if not name.startswith(layer[0]):
        raise KhabarError(f"an id of {layer} starts with {layer[0]}, as {layer[0]}90")
    if not isinstance(value, dict):
        raise KhabarError("an annotation is an object of fields")
    values = {key: checked(layer, key, one) for key, one in value.items()}
    if missing := [one.name for one in FIELDS[layer] if one.required and one.name not in values]:
        raise KhabarError(f"it has no {', '.join(missing)}")
    try:
        return msgspec.convert({**value, "id": name}, TYPES[layer])
    except msgspec.ValidationError as error:
        raise KhabarError(f"this is no annotation of {layer}: {error}") from error


def sense(kind: Kind, value: Any) -> Hashable:  # noqa: ANN401
    """What of a value counts when it is compared with another.

    Order counts in chains; it does not in spans, evidence and members.
    """
    match kind:
        case "spans":
            return extent(value)
        case "entities" | "quotes":
            return frozenset(value or ())
        case "chain":
            return tuple(map(_link, value or ()))
        case "target":
            return value.entity, value.topic, value.claim, extent(value.spans)
    known: Hashable = value
    return known


def _link(one: Relay) -> Hashable:
    return one.relay, extent(one.cue), extent(one.source), one.implicit


def references(kind: Kind, value: Any) -> Iterator[str]:  # noqa: ANN401
    """The ids of annotations that a value names."""
    if value is None:
        return
    match kind:
        case "entity" | "quote":
            yield value
        case "holder":
            if value != "article":
                yield value
        case "entities" | "quotes":
            yield from value
        case "chain":
            yield from (one.relay for one in value if one.relay is not None)
        case "target":
            if value.entity is not None:
                yield value.entity


def moved(kind: Kind, value: Any, ids: Mapping[str, str]) -> Any:  # noqa: ANN401
    """A value whose references have other ids."""
    if value is None:
        return None
    match kind:
        case "entity" | "quote" | "holder":
            return ids.get(value, value)
        case "entities" | "quotes":
            return tuple(ids.get(one, one) for one in value)
        case "chain":
            return tuple(structs.replace(one, relay=_moved_id(one.relay, ids)) for one in value)
        case "target":
            target: Target = value
            return structs.replace(target, entity=_moved_id(target.entity, ids))
    return value


def _moved_id(one: str | None, ids: Mapping[str, str]) -> str | None:
    return None if one is None else ids.get(one, one)


def relinked(one: A, ids: Mapping[str, str]) -> A:
    """An annotation whose references have other ids.

    Example:
        >>> relinked(Entity(id="e1", type="GPE", name="البلدان", members=("e2", "e3")),
        ...     {"e2": "e7"}).members
        ('e7', 'e3')
    """
    fields = FIELDS[layer_of(one)]
    return structs.replace(
        one, **{two.name: moved(two.kind, getattr(one, two.name), ids) for two in fields}
    )


def named(one: Annotation) -> Iterator[tuple[Field, str]]:
    """Every id that an annotation names, and by which field."""
    for two in FIELDS[layer_of(one)]:
        for name in references(two.kind, getattr(one, two.name)):
            yield two, name
