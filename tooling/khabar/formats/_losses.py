"""What articles fill of the fields that a format cannot hold, counted on the way."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from operator import attrgetter
from typing import Any

import msgspec
from msgspec import Struct

from khabar.formats._format import Loss
from khabar.model import Article

_SHOWN, _LENGTH = 3, 60


class Losses:
    """Counts filled values, field by field.

    Args:
        fields: paths of model fields, as ``quotes.chain``.
    """

    def __init__(self, fields: Iterable[str]) -> None:
        self._fields = sorted(fields)
        self._watched = _Watched(field.split(".") for field in self._fields)
        self._counts: Counter[str] = Counter()
        self._examples: dict[str, list[str]] = {field: [] for field in self._fields}

    def add(self, article: Article) -> bool:
        """Count an article; whether it fills any of the fields."""
        before = self._counts.total()
        self._walk(article, self._watched, "", article.id)
        return self._counts.total() > before

    def told(self) -> tuple[Loss, ...]:
        """What was counted, by field."""
        return tuple(
            Loss(field=field, count=count, examples=tuple(self._examples[field]))
            for field in self._fields
            if (count := self._counts[field])
        )

    def _walk(self, node: Struct, watched: "_Watched", path: str, article: str) -> None:
        values = watched.get(node)
        defaults = _defaults(type(node), watched.names)
        if values == defaults:
            return
        for name, value, default in zip(watched.names, values, defaults, strict=True):
            if value == default:
                continue
            inner = watched.inner.get(name)
            field = f"{path}{name}"
            filled = _records(value)
            if inner is None:
                self._count(field, filled, article)
                continue
            for one in filled:
                self._walk(one, inner, f"{field}.", article)

    def _count(self, field: str, filled: Sequence[object], article: str) -> None:
        self._counts[field] += len(filled)
        shown = self._examples[field]
        if len(shown) < _SHOWN:
            shown += [f"{article}: {_short(one)}" for one in filled[: _SHOWN - len(shown)]]


class _Watched:
    """The fields of one kind of record that are looked at, and those further in.

    Attributes:
        names: the fields.
        inner: of those that hold records of which only some fields count.
    """

    def __init__(self, paths: Iterable[list[str]]) -> None:
        below: dict[str, list[list[str]]] = {}
        for first, *rest in paths:
            below.setdefault(first, []).append(rest)
        self.names = tuple(below)
        self.inner = {name: _Watched(rest) for name, rest in below.items() if [] not in rest}
        self._get = attrgetter(*self.names)

    def get(self, node: Struct) -> tuple[object, ...]:
        """The values of the fields."""
        found = self._get(node)
        return found if len(self.names) > 1 else (found,)


def _records(value: object) -> Sequence[Any]:
    """The records of a list of such; else the one value."""
    if isinstance(value, tuple) and isinstance(value[0], Struct):
        return value
    return (value,)


def _short(value: object) -> str:
    told = str(msgspec.to_builtins(value))
    return told if len(told) <= _LENGTH else f"{told[: _LENGTH - 1]}…"


@cache
def _defaults(kind: type[Struct], names: tuple[str, ...]) -> tuple[object, ...]:
    known = {one.name: one.default for one in msgspec.structs.fields(kind)}
    return tuple(known[name] for name in names)
