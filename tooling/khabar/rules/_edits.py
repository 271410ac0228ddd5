"""Repairs as data: which values of a document get another value, and which go.

Edits are made on the JSON value, so that they can mend what is no article yet. What they leave is
written in canonical form, and only if it is an article.
"""

import json
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from khabar.problem import Fix
from khabar.rules._reading import Reading
from khabar.schema import decode
from khabar.store import Document, dumps, line


class Edit(NamedTuple):
    """One value of a document made another.

    Attributes:
        pointer: JSON pointer of the value.
        value: what stands there afterwards; None takes the value away, and with it whatever holds
            nothing else. No field of an article may be null.
    """

    pointer: str
    value: object = None


Edits = tuple[Edit, ...]
"""What one repair changes, all of it or nothing; empty: the document is only written anew."""

DROP = Fix(safe=False, description="drop the reference")

_GONE = object()


def written(document: Document, edits: Iterable[Edit] = ()) -> bytes | None:
    """The bytes of a document after edits: in canonical form, without a byte order mark.

    What cannot be an article only loses its mark. Of a key given twice one value would be lost,
    so such a document is not written anew.

    Returns:
        None if the edits leave no article.
    """
    reading, edits = Reading(document), tuple(edits)
    bare = reading.document.data
    if reading.may_repeat_keys and reading.map.repeated:
        return None if edits else bare
    if not edits:
        article = reading.article
    elif reading.readable:
        article = decode(_json(applied(_value(reading), edits)))
    else:
        return None
    if article is None:
        return None if edits else bare
    return line(article) if document.in_lines else dumps(article)


def _value(reading: Reading) -> object:
    return reading.value if reading.article is None else msgspec.to_builtins(reading.article)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def applied(value: object, edits: Iterable[Edit]) -> object:
    """A JSON value after edits, whose pointers all speak of the value as it was.

    Example:
        >>> applied({"a": [1, 2, 3], "b": {"c": [4]}},
        ...     [Edit("/a/0"), Edit("/a/2", 9), Edit("/b/c/0")])
        {'a': [2, 9]}
    """
    changes = {tuple(one.pointer.split("/")[1:]): one.value for one in edits}
    return _applied(value, (), changes, {path[:at] for path in changes for at in range(len(path))})


_Path = tuple[str, ...]


def _applied(
    value: object, here: _Path, changes: dict[_Path, object], touched: set[_Path]
) -> object:
    if here in changes:
        return _GONE if changes[here] is None else changes[here]
    if here not in touched:
        return value
    if isinstance(value, dict):
        pairs = [(key, _applied(one, (*here, key), changes, touched)) for key, one in value.items()]
        return {key: one for key, one in pairs if one is not _GONE} or _GONE
    if isinstance(value, list | tuple):
        items = [_applied(one, (*here, str(at)), changes, touched) for at, one in enumerate(value)]
        return [one for one in items if one is not _GONE] or _GONE
    return value


def removed(*pointers: str) -> Edits:
    """Edits that take values away."""
    return tuple(Edit(pointer) for pointer in pointers)


def without_repetitions(pointer: str, value: object) -> Edits:
    """Edits that leave of a list each item once, the first."""
    items = value if isinstance(value, list) else []
    again = [at for at, one in enumerate(items) if one in items[:at]]
    return removed(*(f"{pointer}/{at}" for at in again))


def span(pointer: str, start: int, end: int, text: str) -> Edits:
    """The edit that lets a span select ``text[start:end]``."""
    return (Edit(pointer, {"start": start, "end": end, "text": text[start:end]}),)
