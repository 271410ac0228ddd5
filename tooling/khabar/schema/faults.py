"""The full story of a document that breaks the schema: every fault, its place, a sentence."""

import difflib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from khabar.problem import KhabarError
from khabar.schema.files import article_schema

if TYPE_CHECKING:  # most good articles never meet the schema itself
    import jsonschema_rs


class Fault(Struct, frozen=True, kw_only=True):
    """One way in which a document breaks the schema.

    Attributes:
        pointer: JSON pointer of the value at fault; for a missing or unknown field, its object.
        keyword: the schema keyword that is broken, as ``required``.
        message: a sentence a person understands, with the value.
        field: the missing or unknown field, for those two.
    """

    pointer: str
    keyword: str
    message: str
    field: str = ""


@cache
def _validator() -> "jsonschema_rs.Draft202012Validator":
    import jsonschema_rs

    return jsonschema_rs.Draft202012Validator(article_schema())


def obeys(document: object) -> bool:
    """Whether a parsed document obeys the schema; one nested too deeply to tell does not."""
    try:
        return _validator().is_valid(document)
    except ValueError:
        return False


def faults(document: object) -> list[Fault]:
    """Everything the schema says against a parsed document, in the order of the document.

    Raises:
        KhabarError: if the document is nested too deeply to tell.

    Example:
        >>> [(fault.keyword, fault.field) for fault in faults({"schema": "khabar/1.0"})][0]
        ('required', 'id')
    """
    try:
        found = [one for error in _validator().iter_errors(document) for one in _fault(error)]
    except ValueError as error:
        raise KhabarError("the document is nested too deeply", code="KH004") from error
    return sorted(found, key=lambda fault: _pointer_key(fault.pointer))


def _pointer_key(pointer: str) -> list[tuple[int, int, str]]:
    order = {name: at for at, name in enumerate(article_schema()["properties"])}
    return [
        (0, int(part), "") if part.isdigit() else (1, order.get(part, 99), part)
        for part in pointer.split("/")[1:]
    ]


def pointer(path: Iterable[str | int]) -> str:
    """A JSON pointer (RFC 6901) from the steps of a path.

    Example:
        >>> pointer(["mentions", 0, "a/b"])
        '/mentions/0/a~1b'
    """
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def _fault(error: "jsonschema_rs.ValidationError") -> Iterator[Fault]:
    at, keyword = pointer(error.instance_path), error.kind.name
    details = error.kind.as_dict()
    if keyword == "additionalProperties":
        for name in details["unexpected"]:
            yield Fault(pointer=at, keyword=keyword, field=name, message=_unknown(name, error))
        return
    field = str(details.get("property", ""))
    yield Fault(pointer=at, keyword=keyword, field=field, message=_sentence(error, details))


def _unknown(name: str, error: "jsonschema_rs.ValidationError") -> str:
    node: Any = article_schema()
    for step in error.schema_path[:-1]:
        node = node[step]
    known = list(node.get("properties", {}))
    return (
        f"the field {name!r} is unknown here{_meant(name, known)}; known are {', '.join(known)}; "
        "data of your own goes in extra"
    )


def _meant(word: str, known: list[str]) -> str:
    """A question after what was probably meant, if something is close enough."""
    close = difflib.get_close_matches(word.strip('"').lower(), [one.lower() for one in known], n=1)
    original = {one.lower(): one for one in known}
    return f"; did you mean {original[close[0]]!r}?" if close else ""


_SENTENCES: dict[str, Callable[[str, dict[str, Any]], str]] = {
    "required": lambda _, about: f"the field {about['property']!r} is missing",
    "type": lambda value, about: f"{value} is not of type {' or '.join(about['types'])}",
    "enum": lambda value, about: (
        f"{value} is not one of {', '.join(about['options'])}{_meant(value, about['options'])}"
    ),
    "pattern": lambda value, about: f"{value} does not have the form {about['pattern']}",
    "minLength": lambda value, _: f"{value} is empty; fill it or leave the field out",
    "minItems": lambda value, _: f"{value} is empty; fill it or leave the field out",
    "minProperties": lambda *_: "the object is empty; set a field or leave it out",
    "maxProperties": lambda value, _: f"exactly one field belongs here, there are more: {value}",
    "minimum": lambda value, about: f"{value} is below {about['limit']}",
    "maximum": lambda value, about: f"{value} is above {about['limit']}",
    "uniqueItems": lambda value, _: f"an item is repeated in {value}",
}


def _sentence(error: "jsonschema_rs.ValidationError", about: dict[str, Any]) -> str:
    if error.instance is None:
        return "null never stands for a field; leave the field out"
    say = _SENTENCES.get(error.kind.name)
    return say(_shown(error.instance), about) if say else error.message


def _shown(value: object, room: int = 60) -> str:
    shown = msgspec.json.encode(value).decode()
    return shown if len(shown) <= room else shown[: room - 1] + "…"
