"""The same questions asked by way of other libraries: shape by theirs, sense by the same rules.

The shape comes from the one JSON Schema: fastjsonschema, which knows draft 7 and not 2020-12, gets
it under that name; pydantic gets models made of it. The rules are khabar's own functions and want
khabar's types: they get the parsed value converted, after pydantic the bytes decoded once more.
"""

import json
from collections.abc import Callable, Iterable
from functools import partial
from typing import Annotated, Any, Literal

import fastjsonschema
import msgspec
import orjson
import pydantic
from jsonschema import Draft202012Validator
from pydantic import ConfigDict, Field, create_model

from khabar.model import Article
from khabar.rules import Rule
from khabar.rules._index import Index
from khabar.schema import article_schema

Peer = Callable[[bytes], list[str]]
_SHAPE = ["shape"]
"""What a peer says of a document that breaks the schema; of which khabar names each fault."""
_PARTS = {
    "minLength": "min_length", "minItems": "min_length", "minimum": "ge", "maximum": "le",
    "pattern": "pattern",
}  # fmt: skip
_PLAIN = {"string": str, "integer": int, "number": float, "boolean": bool}


def peers(rules: Iterable[Rule]) -> dict[str, Peer]:
    """The peers by name, each with the same rules after its schema."""
    rules = list(rules)
    reference = Draft202012Validator(article_schema())
    fast = fastjsonschema.compile(_draft7(), use_default=False)
    model = _model(article_schema(), "Article")
    return {
        "pydantic + the same rules": partial(_pydantic, model, rules),
        "orjson + fastjsonschema + the same rules": partial(_fastjsonschema, fast, rules),
        "json + jsonschema + the same rules": partial(_jsonschema, reference, rules),
    }


def _jsonschema(reference: Draft202012Validator, rules: list[Rule], data: bytes) -> list[str]:
    value = json.loads(data)
    if next(reference.iter_errors(value), None) is not None:
        return _SHAPE
    return _asked(rules, msgspec.convert(value, Article))


def _fastjsonschema(fast: Callable[[Any], Any], rules: list[Rule], data: bytes) -> list[str]:
    value = orjson.loads(data)
    try:
        fast(value)
    except fastjsonschema.JsonSchemaValueException:
        return _SHAPE
    return _asked(rules, msgspec.convert(value, Article))


def _pydantic(model: type[pydantic.BaseModel], rules: list[Rule], data: bytes) -> list[str]:
    try:
        model.model_validate_json(data)
    except pydantic.ValidationError:
        return _SHAPE
    return _asked(rules, _decoder.decode(data))


_decoder = msgspec.json.Decoder(Article)


def _asked(rules: list[Rule], article: Article) -> list[str]:
    index = Index(article)
    return [one.code for one in rules for _ in one.run(index)]


def _draft7() -> dict[str, Any]:
    schema = {key: value for key, value in article_schema().items() if key != "$id"}
    return {**schema, "$schema": "http://json-schema.org/draft-07/schema#"}


def _model(node: dict[str, Any], name: str) -> type[pydantic.BaseModel]:
    """A model of an object; what is not required may be absent, but not null."""
    fields: dict[str, Any] = {}
    for key, one in node["properties"].items():
        default = ... if key in node["required"] else None
        fields[f"{key}_"] = (_type(one, f"{name}_{key}"), Field(default, alias=key))
    return create_model(name, __config__=ConfigDict(extra="forbid", strict=True), **fields)


_models: dict[str, type[pydantic.BaseModel]] = {}


def _type(node: dict[str, Any], name: str) -> Any:
    while "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        node = article_schema()["$defs"][name]
    if "enum" in node:
        return Literal[tuple(node["enum"])]
    if node["type"] == "object":
        return _object(node, name)
    limits = {mine: node[theirs] for theirs, mine in _PARTS.items() if theirs in node}
    if node["type"] == "array":
        kind: Any = list[_type(node["items"], f"{name}_item")]
    else:
        kind = _PLAIN[node["type"]]
    return Annotated[kind, Field(**limits)] if limits else kind


def _object(node: dict[str, Any], name: str) -> Any:
    if "properties" not in node:
        return dict[str, Any]
    if name not in _models:
        _models[name] = _model({"required": [], **node}, name)
    return _models[name]
