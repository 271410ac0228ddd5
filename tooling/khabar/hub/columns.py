"""The leaves of a table by their paths, from any of the ways in which its columns are told.

Features in a Parquet footer, features in the YAML of a card and the types of Arrow spell the same
thing differently; side by side they are compared as ``mentions[].spans[].start: int32``.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from khabar.rules import Columns

_LISTS = ("List", "LargeList", "Sequence")
_MODERN = (*_LISTS, "Json")
"""Types that a footer must not name for readers before `datasets` 4, or that change the shape."""

_Leaf = tuple[str, str | tuple[str, ...]]
_Placed = tuple[str, str | tuple[str, ...], str]


def of_features(tree: object) -> Columns:
    """The leaves of features as JSON has them, in the spelling of any release.

    Example:
        >>> of_features({"ids": [{"dtype": "string", "_type": "Value"}]})
        {'ids[]': 'string'}
    """
    return dict(_features(tree, ""))


def _features(tree: object, path: str) -> Iterator[_Leaf]:
    match tree:
        case [item]:
            yield from _features(item, f"{path}[]")
        case {"_type": "Sequence", "feature": dict(fields)} if "_type" not in fields:
            for name, one in fields.items():  # a record of lists, not a list of records
                yield from _features(one, f"{path}.{name}[]")
        case {"_type": kind, "feature": item} if kind in _LISTS:
            yield from _features(item, f"{path}[]")
        case {"_type": "ClassLabel", "names": names}:
            yield path, tuple(map(str, names))
        case {"_type": "Value", "dtype": dtype}:
            yield path, str(dtype)
        case {"_type": kind}:
            yield path, str(kind)
        case dict():
            for name, one in tree.items():
                yield from _features(one, f"{path}.{name}" if path else str(name))
        case _:
            yield path, f"unknown: {tree!r}"


def modern(tree: object) -> str:
    """The first type in features that old readers do not know, "" if there is none."""
    if isinstance(tree, list):
        return next(filter(None, map(modern, tree)), "")
    if isinstance(tree, dict):
        kind = tree.get("_type")
        if kind in _MODERN:
            return str(kind)
        return next(filter(None, map(modern, tree.values())), "")
    return ""


def of_card(features: object) -> tuple[Columns, Mapping[str, str]]:
    """The leaves of features as the YAML of a card has them, and the pointer of each in it.

    Example:
        >>> of_card([{"name": "ids", "list": "string"}])
        ({'ids[]': 'string'}, {'ids[]': '/0'})
    """
    found = list(_fields(features, "", "", ""))
    return {path: said for path, said, _ in found}, {path: pointer for path, _, pointer in found}


def _fields(features: object, path: str, after: str, pointer: str) -> Iterator[_Placed]:
    for at, one in enumerate(features if isinstance(features, list) else []):
        if isinstance(one, dict):
            name = str(one.get("name"))
            inner = f"{path}.{name}" if path else name
            yield from _card(one, inner + after, f"{pointer}/{at}")


def _card(one: Mapping[str, Any], path: str, pointer: str) -> Iterator[_Placed]:
    match one:
        case {"dtype": {"class_label": {"names": names}}}:
            yield path, _numbered(names), pointer
        case {"dtype": {"struct": fields}}:
            yield from _fields(fields, path, "", f"{pointer}/dtype/struct")
        case {"struct": fields}:
            yield from _fields(fields, path, "", f"{pointer}/struct")
        case {"list": list(fields)}:
            yield from _fields(fields, f"{path}[]", "", f"{pointer}/list")
        case {"sequence": list(fields)}:
            yield from _fields(fields, path, "[]", f"{pointer}/sequence")
        case {"list": dict(item)} | {"sequence": dict(item)}:
            yield from _card(item, f"{path}[]", pointer)
        case {"list": dtype} | {"sequence": dtype} | {"dtype": dtype}:
            yield path if "dtype" in one else f"{path}[]", str(dtype), pointer
        case _:
            yield path, f"unknown: {dict(one)!r}", pointer


def _numbered(names: object) -> tuple[str, ...]:
    """Names that are listed, or given by their numbers."""
    if isinstance(names, dict):
        found = sorted(names.items(), key=lambda pair: int(pair[0]) if _is_number(pair[0]) else -1)
        return tuple(str(name) for _, name in found)
    return tuple(map(str, names)) if isinstance(names, list) else ()


def _is_number(key: object) -> bool:
    return str(key).isdecimal()
