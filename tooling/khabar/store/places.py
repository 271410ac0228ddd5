"""Where a value stands in the JSON it came from: lines and columns for JSON pointers.

Walked only for files with findings. The walk also sees what a parser hides: keys given twice.
"""

import json
import re
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from khabar.problem import Place

_BLANKS = re.compile(r"[ \t\n\r]*")
_ONE_BY_ONE = 6
"""From so many places on it is quicker to map the whole document."""

_scan = json.JSONDecoder().raw_decode


class Extent(NamedTuple):
    """Half-open range of characters in the JSON source."""

    start: int
    end: int


class JsonMap:
    """The extents of all values and keys of one JSON document.

    The first few places are looked up one by one, past all that is beside the way; after that
    everything is mapped at once.

    Args:
        source: the document; it must be valid JSON.
        file: name for places.
        first_line: line of the file on which the document starts.
    """

    def __init__(self, source: str, file: str, first_line: int = 1) -> None:
        self._source = source
        self._file = file
        self._first_line = first_line
        self._asked = 0

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self._source))]

    @cached_property
    def _all(self) -> "_Walk":
        return _Walk(self._source)

    @property
    def values(self) -> dict[str, Extent]:
        """Extent of each value by JSON pointer; of a key given twice, the last."""
        return self._all.values

    @property
    def keys(self) -> dict[str, Extent]:
        """Extent of the key of each member of an object by the member's pointer."""
        return self._all.keys

    @property
    def repeated(self) -> list[tuple[str, Extent]]:
        """Pointers of keys that an object gives more than once, with the later extent."""
        return self._all.repeated

    def place(self, pointer: str, *, key: bool = False) -> Place:
        """The place of a value, or of the key that names it; of the nearest parent if absent."""
        self._asked += 1
        if self._asked <= _ONE_BY_ONE:
            try:
                return self.at(_found(self._source, pointer, key=key))
            except RecursionError:  # nested deeper than the scanner goes
                self._asked = _ONE_BY_ONE
        table = self.keys if key and pointer in self.keys else self.values
        while pointer not in table:
            pointer = pointer.rpartition("/")[0]
        return self.at(table[pointer])

    def at(self, extent: Extent) -> Place:
        """The place of an extent."""
        line, column = self._position(extent.start)
        end_line, end_column = self._position(extent.end)
        return Place(
            file=self._file, line=line, column=column, end_line=end_line, end_column=end_column
        )

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._lines, offset) - 1
        return self._first_line + line, offset - self._lines[line] + 1


def _found(source: str, pointer: str, *, key: bool) -> Extent:
    """The extent of one value, or of its key, or of its nearest parent."""
    at = _skip(source, 0)
    name: Extent | None = None
    for step in pointer.split("/")[1:]:
        inner = _step(source, at, step.replace("~1", "/").replace("~0", "~"))
        if inner is None:
            name = None
            break
        name, at = inner
    return name if key and name else Extent(at, _scan(source, at)[1])


def _step(source: str, at: int, step: str) -> tuple[Extent | None, int] | None:
    """The member of an object or array: its key, if any, and where its value starts."""
    if source[at] not in "{[":
        return None
    found = None
    in_object = source[at] == "{"
    number, at = 0, _skip(source, at + 1)
    while source[at] not in "}]":
        name, member = None, str(number)
        if in_object:
            start = at
            member, at = _scan(source, at)
            name, at = Extent(start, at), _skip(source, _skip(source, at) + 1)
        if member == step:
            found = name, at
            if not in_object:
                return found
        at = _next(source, _scan(source, at)[1])
        number += 1
    return found


class _Walk:
    """All extents of a document, as `JsonMap` offers them."""

    def __init__(self, source: str) -> None:
        self.values: dict[str, Extent] = {}
        self.keys: dict[str, Extent] = {}
        self.repeated: list[tuple[str, Extent]] = []
        self._source = source
        self._walk(_skip(source, 0))

    def _walk(self, at: int) -> None:
        """Note every value from the one that starts at an offset; any depth of nesting."""
        source, pointer = self._source, ""
        open_: list[_Open] = []
        while True:
            if source[at] in "{[":
                open_.append(_Open(pointer, at, is_object=source[at] == "{"))
                at = _skip(source, at + 1)
            else:
                end = _scan(source, at)[1]
                self.values[pointer] = Extent(at, end)
                at = _next(source, end)
            while open_ and source[at] in "}]":
                done = open_.pop()
                self.values[done.pointer] = Extent(done.start, at + 1)
                at = _next(source, at + 1)
            if not open_:
                return
            pointer, at = self._member(open_[-1], at)

    def _member(self, holder: "_Open", at: int) -> tuple[str, int]:
        """The pointer of the member of an open array or object, and where its value starts."""
        if not holder.is_object:
            holder.count += 1
            return f"{holder.pointer}/{holder.count - 1}", at
        source, start = self._source, at
        key, at = _scan(source, at)
        member = f"{holder.pointer}/{key.replace('~', '~0').replace('/', '~1')}"
        self.keys[member] = Extent(start, at)
        if key in holder.seen:
            self.repeated.append((member, Extent(start, at)))
        holder.seen.add(key)
        return member, _skip(source, _skip(source, at) + 1)


class _Open:
    """An array or object whose end is still to come."""

    def __init__(self, pointer: str, start: int, *, is_object: bool) -> None:
        self.pointer = pointer
        self.start = start
        self.is_object = is_object
        self.count = 0
        self.seen: set[str] = set()


def _skip(source: str, at: int) -> int:
    found = _BLANKS.match(source, at)
    return found.end() if found else at


def _next(source: str, at: int) -> int:
    """Past the comma after a member, or at the bracket that closes."""
    at = _skip(source, at)
    return _skip(source, at + 1) if source[at : at + 1] == "," else at


def syntax_place(error: json.JSONDecodeError, file: str, first_line: int = 1) -> Place:
    """The place of a syntax error."""
    line = first_line + error.lineno - 1
    return Place(
        file=file, line=line, column=error.colno, end_line=line, end_column=error.colno + 1
    )
