"""The tasks of an export file, one at a time: JSON, JSON-MIN, the old `completions`, JSONL.

A file is read in pieces and never whole: msgspec finds where a task ends without making anything
of it, then decodes that task alone. What it refuses and Python's own parser takes, as NaN, goes
the slower way.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

import msgspec

from khabar.problem import KhabarError
from khabar.store import STDIN, STDIN_NAME, point

Task = dict[str, Any]
"""A task as exports have it today: ``data``, ``annotations``, perhaps drafts and predictions."""

_CHUNK = 1024 * 1024
_BETWEEN = re.compile(rb"[ \t\r\n,\[\]]*(?:\xef\xbb\xbf)?[ \t\r\n,\[\]]*")
_TRAILING = re.compile(r"trailing characters \(byte (\d+)\)")
_TRUNCATED = "truncated"
_NOT_LABELS = ("id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time")
_skip = msgspec.json.Decoder(msgspec.Raw).decode
_decode = msgspec.json.Decoder().decode


class Entry(NamedTuple):
    """One entry of an export.

    Attributes:
        raw: its bytes in the file.
        value: what they say.
        number: which entry of the file it is, from 1.
    """

    raw: bytes
    value: object
    number: int


class _Position(NamedTuple):
    """A line and a column of a file, both from 1."""

    line: int
    column: int

    def after(self, data: bytes) -> "_Position":
        """The position after so many bytes more."""
        last = data.rfind(b"\n") + 1
        column = len(data[last:].decode("utf-8", "replace")) + 1
        lines = data.count(b"\n")
        return _Position(self.line + lines, column if lines else self.column + column - 1)


def tasks(source: Path, controls: Mapping[str, str] | None = None) -> Iterator[Task]:
    """Yield the tasks of an export.

    Args:
        source: the file, or ``-``.
        controls: names of controls that answer for the whole text, with the types of their
            results; a row of JSON-MIN does not tell them from its data.

    Raises:
        KhabarError: with the place, if the file cannot be read or is no export.
    """
    for entry in entries(source):
        yield as_task(entry, str(source), controls or {})


def entries(source: Path) -> Iterator[Entry]:
    """Yield the entries of an export with their bytes.

    Raises:
        KhabarError: with the place, if the file cannot be read or is no JSON.
    """
    if str(source) == STDIN:
        yield from _entries(sys.stdin.buffer, STDIN_NAME)
        return
    try:
        with source.open("rb") as stream:
            yield from _entries(stream, str(source))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise KhabarError(f"{source}: cannot be read: {reason}") from error


def as_task(entry: Entry, name: str, controls: Mapping[str, str]) -> Task:
    """An entry as a task of today; results and their values are those of the entry itself.

    Raises:
        KhabarError: if it is none.
    """
    if not isinstance(entry.value, dict):
        found = type(entry.value).__name__
        raise KhabarError(f"{name}: entry {entry.number} is no task but {found}")
    task = cast("Task", entry.value)
    if "completions" in task and "annotations" not in task:
        task = {**task, "annotations": task["completions"]}
        del task["completions"]
    if "data" not in task:
        task = _from_minimal(task, controls)
    if not isinstance(task["data"], dict) or not task["data"]:
        raise KhabarError(f"{name}: task {entry.number} has no data; is this Label Studio's?")
    return task


def lists(task: Task, key: str) -> list[dict[str, Any]]:
    """The objects under a key of a task; exports may have ids there, or nothing."""
    found = task.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _from_minimal(row: Task, controls: Mapping[str, str]) -> Task:
    """A row of JSON-MIN as a task; relations and region ids are not in it, by its nature."""
    results: list[dict[str, Any]] = []
    data: dict[str, Any] = {}
    for key, value in row.items():
        if _is_labelled(value):
            results += [_region(key, one) for one in value if isinstance(one, dict)]
        elif key in controls:
            kind = controls[key]
            given = value if isinstance(value, list) else [value]
            results.append({"from_name": key, "type": kind, "value": {kind: given}})
        elif key not in _NOT_LABELS:
            data[key] = value
    if "annotation_id" not in row and not results:
        return {"id": row.get("id"), "data": data}
    annotation = {
        "id": row.get("annotation_id"),
        "completed_by": row.get("annotator"),
        "lead_time": row.get("lead_time"),
        "result": results,
    }
    return {"id": row.get("id"), "data": data, "annotations": [annotation]}


def _region(key: str, value: dict[str, Any]) -> dict[str, Any]:
    kinds = [name for name in value if name.endswith("labels")]
    return {"from_name": key, "type": kinds[0] if kinds else "labels", "value": value}


def _is_labelled(value: object) -> bool:
    return isinstance(value, list) and any(
        isinstance(one, dict) and "start" in one for one in value
    )


def _entries(stream: BinaryIO, name: str) -> Iterator[Entry]:
    """One value after another, in brackets and with commas or without."""
    buffer, at, number, ended = b"", 0, 0, False
    start = _Position(1, 1)  # of the buffer
    while True:
        view = memoryview(buffer)
        while True:
            at = _after_blanks(buffer, at)
            length = _length(view[at:], ended=ended)
            if length is None:
                break
            number += 1
            raw = bytes(view[at : at + length]).rstrip()
            try:
                value = _decode(raw)
            except (msgspec.DecodeError, UnicodeDecodeError):
                value = _refuse(raw, name, start.after(buffer[:at]))
            yield Entry(raw, value, number)
            at += length
        if ended:
            if at < len(buffer):
                _refuse(bytes(view[at:]), name, start.after(buffer[:at]))
            return
        start = start.after(buffer[:at])
        rest = bytes(view[at:])
        chunk = stream.read(max(_CHUNK, len(rest)))
        ended = not chunk
        buffer, at = rest + chunk, 0


def _after_blanks(buffer: bytes, at: int) -> int:
    found = _BETWEEN.match(buffer, at)
    return found.end() if found else at


def _length(view: memoryview, *, ended: bool) -> int | None:
    """How long the value is that a buffer begins with; None if its end is not there yet."""
    if not view:
        return None
    try:
        _skip(view)
    except msgspec.DecodeError as error:
        if found := _TRAILING.search(str(error)):
            return int(found[1]) - 1  # the byte is counted from 1
        if _TRUNCATED in str(error) and not ended:
            return None
        return _length_by_python(view)
    # a number at the end may go on; an object, as tasks are, may not
    return len(view) if ended or view[0] in b'{"' else None


def _length_by_python(view: memoryview) -> int | None:
    """The same for what only Python's parser takes: NaN, and damage that is elsewhere."""
    text = bytes(view).decode("utf-8", "surrogateescape")
    try:
        _, end = json.JSONDecoder().raw_decode(text)
    except (json.JSONDecodeError, RecursionError):
        return None
    return len(text[:end].encode("utf-8", "surrogateescape"))


def _refuse(raw: bytes, name: str, start: _Position) -> object:
    """What Python's parser makes of a value; else the place of what is wrong with it.

    Raises:
        KhabarError: if it is not JSON.
    """
    try:
        return cast("object", json.loads(raw.decode("utf-8")))
    except UnicodeDecodeError as error:
        raise KhabarError(f"{name}: the file is not UTF-8") from error
    except json.JSONDecodeError as error:
        before = start.column - 1 if error.lineno == 1 else 0
        place = point(name, start.line + error.lineno - 1, before + error.colno)
        raise KhabarError(f"this is not JSON: {error.msg}", place=place) from error
    except RecursionError as error:
        raise KhabarError(f"{name}: this is not JSON: it is nested too deeply") from error
