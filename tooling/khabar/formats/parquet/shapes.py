"""The columns of a dataset, made from the JSON Schema, and what `datasets` calls them.

A shape is one of four things. The shape of an article comes from ``schema/`` and nowhere else;
flat tables are put together from its parts. Features, Arrow types and the YAML of a card are
three spellings of one shape, so they cannot disagree.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from msgspec import Struct

from khabar.problem import KhabarError
from khabar.schema import article_schema


class Value(Struct, frozen=True):
    """A plain column: ``string``, ``int32``, ``float64``, ``bool`` or ``timestamp[ms]``."""

    dtype: str
    default: bool | None = None


class Label(Struct, frozen=True):
    """A closed vocabulary: the codes in order; the place of a code is its number."""

    names: tuple[str, ...]
    default: str | None = None


class Items(Struct, frozen=True):
    """A list; where `filled`, one that is absent is an empty one and never null."""

    item: "Shape"
    filled: bool = False


class Record(Struct, frozen=True):
    """Named fields in order."""

    fields: dict[str, "Shape"]

    def record(self, name: str) -> "Record":
        """The record in a field, or in the list that the field is.

        Raises:
            KhabarError: if there is none.
        """
        shape = self.fields[name]
        inner = shape.item if isinstance(shape, Items) else shape
        if not isinstance(inner, Record):
            raise KhabarError(f"the field {name} holds no record")
        return inner


Shape = Value | Label | Items | Record

STRING, INT, BOOL = Value("string"), Value("int32"), Value("bool")
TIME = Value("timestamp[ms]")

_SCALARS = {"string": STRING, "integer": INT, "number": Value("float64")}


@cache
def article_shape() -> Record:
    """The shape of an article, from the JSON Schema and its vocabularies.

    Offsets are int32, scores float64; dates, ids and topics strings; closed vocabularies labels;
    ``extra`` one string of canonical JSON.
    """
    return cast("Record", _shape(article_schema()))


def _shape(node: Mapping[str, Any]) -> Shape:
    while "$ref" in node:
        node = article_schema()["$defs"][node["$ref"].rpartition("/")[2]]
    kind = node["type"]
    if kind == "object" and "properties" in node:
        return Record({name: _shape(one) for name, one in node["properties"].items()})
    if kind == "object":
        return STRING
    if kind == "array":
        return Items(_shape(node["items"]), filled=not node.get("minItems"))
    if "enum" in node:
        return Label(tuple(node["enum"]), node.get("default"))
    if kind == "boolean":
        return Value("bool", node.get("default"))
    return _SCALARS[kind]


def features(shape: Shape) -> Any:  # noqa: ANN401 - a tree of dicts and lists, as JSON
    """The features of a shape, as `datasets` writes them into a Parquet footer.

    Lists are spelled ``[feature]``, which datasets 2.14 to 5.2 read with their labels.

    Example:
        >>> features(Items(Record({"start": INT})))
        [{'start': {'dtype': 'int32', '_type': 'Value'}}]
    """
    match shape:
        case Value(dtype=dtype):
            return {"dtype": dtype, "_type": "Value"}
        case Label(names=names):
            return {"names": list(names), "_type": "ClassLabel"}
        case Items(item=item):
            return [features(item)]
        case Record(fields=fields):
            return {name: features(one) for name, one in fields.items()}


def from_features(tree: object) -> Shape:
    """The shape that the features in a Parquet footer describe, in any version's spelling.

    Raises:
        KhabarError: if they describe nothing that a dataset of articles has.
    """
    match tree:
        case [item]:
            return Items(from_features(item))
        case {"_type": "List" | "LargeList" | "Sequence", "feature": item}:
            return Items(from_features(item))
        case {"_type": "ClassLabel", "names": list(names)}:
            return Label(tuple(names))
        case {"_type": "Value", "dtype": str(dtype)}:
            return Value(dtype)
        case dict() if "_type" not in tree:
            return Record({name: from_features(one) for name, one in tree.items()})
    raise KhabarError(f"these features are none that khabar reads: {tree!r}")


def card_features(shape: Record) -> list[dict[str, Any]]:
    """The features of a shape, as the YAML of a dataset card spells them.

    Example:
        >>> card_features(Record({"ids": Items(STRING), "label": Label(("a", "b"))}))[1]
        {'name': 'label', 'dtype': {'class_label': {'names': {'0': 'a', '1': 'b'}}}}
    """
    return [{"name": name, **_card(one)} for name, one in shape.fields.items()]


def _card(shape: Shape) -> dict[str, Any]:
    match shape:
        case Value(dtype=dtype):
            return {"dtype": dtype}
        case Label(names=names):
            numbered = {str(number): name for number, name in enumerate(names)}
            return {"dtype": {"class_label": {"names": numbered}}}
        case Items(item=Value(dtype=dtype)):
            return {"list": dtype}
        case Items(item=Record() as item):
            return {"list": card_features(item)}
        case Items(item=item):
            return {"list": _card(item)}
        case Record():
            return {"struct": card_features(shape)}
