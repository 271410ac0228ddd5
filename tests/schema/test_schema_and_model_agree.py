"""The JSON Schema and the structs say the same.

Both are flattened to ``path: leaf``; the message names the path that differs. Left to other tests
(the verdicts on every case agree) are: patterns, which the structs leave to `decode`; repeated
items, which types cannot say; and `null`, which the types take for an absent field.
"""

import json
from typing import Any

import msgspec

from khabar.model import Article
from khabar.schema import article_schema

PROSE = {
    "$defs",
    "title",
    "description",
    "examples",
    "$id",
    "$schema",
    "vocabulary",
    "default",
    "$comment",
}
LEFT_TO_DECODE = {"pattern", "uniqueItems", "minProperties", "maxProperties"}


def leaves(
    node: Any, schema: dict[str, Any], path: str = "", coded: bool = False
) -> dict[str, Any]:
    if "$ref" in node:
        return leaves(schema["$defs"][node["$ref"].rpartition("/")[2]], schema, path)
    if "anyOf" in node:
        (some,) = [one for one in node["anyOf"] if one != {"type": "null"}]
        return leaves(some, schema, path)
    found: dict[str, Any] = {}
    for key, value in node.items():
        if key in PROSE | LEFT_TO_DECODE or (key == "enum" and "vocabulary" in node):
            continue
        if key == "properties":
            for name, one in value.items():
                found |= leaves(one, schema, f"{path}/{name}")
        elif key == "items":
            found |= leaves(value, schema, f"{path}/*")
        elif key in ("required", "enum"):
            found[f"{path}:{key}"] = sorted(value)
        else:
            found[f"{path}:{key}"] = value
    return found


def test_they_agree() -> None:
    made = json.loads(json.dumps(msgspec.json.schema(Article)))
    model = leaves(made, made)
    schema = leaves(article_schema(), article_schema())
    model = {path: leaf for path, leaf in model.items() if leaf != []}
    for path in [path for path in model if path.endswith(":enum")]:
        model[path.replace(":enum", ":type")] = "string"
    assert len(model) > 100
    differs = {path for path in model | schema if model.get(path) != schema.get(path)}
    assert not differs, {path: (schema.get(path), model.get(path)) for path in differs}


def test_the_fields_stand_in_the_same_order() -> None:
    names = [field.name for field in msgspec.structs.fields(Article)]
    assert names == list(article_schema()["properties"])


def test_every_property_is_described() -> None:
    schema = article_schema()

    def undescribed(node: dict[str, Any], path: str) -> list[str]:
        found = []
        for name, one in node.get("properties", {}).items():
            target = schema["$defs"].get(one.get("$ref", "").rpartition("/")[2], {})
            if not (one.get("description") or target.get("description")):
                found.append(f"{path}/{name}")
            found += undescribed(one, f"{path}/{name}")
        return found

    assert undescribed(schema, "") == []
    for name, one in schema["$defs"].items():
        assert one.get("description"), name
        assert undescribed(one, name) == []
