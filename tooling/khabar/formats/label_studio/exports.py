"""The tasks of an export file, one at a time: JSON, JSON-MIN, the old `completions`, JSONL."""

import codecs
import itertools
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

import msgspec

from khabar.problem import KhabarError
from khabar.store import STDIN, point

Task = dict[str, Any]

_WHOLE = 64 * 1024 * 1024
"""Files up to this size are split in one go; larger ones are streamed in flat memory."""
_CHUNK = 1024 * 1024
_NOT_LABELS = ("id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time")


def tasks(source: Path) -> Iterator[Task]:
    """Yield the tasks of an export.

    Raises:
        KhabarError: with the place, if the file cannot be read or is no export.
    """
    for number, task in enumerate(_objects(source), 1):
        if not isinstance(task, dict):
            raise KhabarError(f"{source}: entry {number} is no task but {type(task).__name__}")
        yield _modern(cast("Task", task), source, number)


def _modern(task: Task, source: Path, number: int) -> Task:
    if "completions" in task and "annotations" not in task:
        task = {**task, "annotations": task["completions"]}
        del task["completions"]
    if "data" not in task:
        task = _from_minimal(task)
    if not isinstance(task["data"], dict):
        raise KhabarError(f"{source}: task {number} has no data; is this a Label Studio export?")
    return task


def _from_minimal(row: Task) -> Task:
    """A row of JSON-MIN as a task; relations and region ids are not in it, by its nature."""
    results, data = [], {}
    for key, value in row.items():
        if _is_labelled(value):
            results += [{"from_name": key, "type": "labels", "value": one} for one in value]
        elif key not in _NOT_LABELS:
            data[key] = value
    annotation = {
        "id": row.get("annotation_id"),
        "completed_by": row.get("annotator"),
        "lead_time": row.get("lead_time"),
        "result": results,
    }
    return {"id": row.get("id"), "data": data, "annotations": [annotation]}


def _is_labelled(value: object) -> bool:
    return isinstance(value, list) and any(
        isinstance(one, dict) and "start" in one for one in value
    )


def _objects(source: Path) -> Iterator[object]:
    if str(source) == STDIN:
        yield from _stream(sys.stdin.buffer, "<stdin>")
        return
    try:
        if source.stat().st_size <= _WHOLE:
            yield from _split(source)
        else:
            with source.open("rb") as stream:
                yield from _stream(stream, str(source))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise KhabarError(f"{source}: cannot be read: {reason}") from error


def _split(source: Path) -> Iterator[object]:
    yielded = 0
    try:
        for raw in msgspec.json.decode(source.read_bytes(), type=list[msgspec.Raw]):
            yield msgspec.json.decode(raw)
            yielded += 1
    except (msgspec.MsgspecError, UnicodeDecodeError):
        # not one list, or damaged: the stream reads other forms and knows the place of damage
        with source.open("rb") as stream:
            yield from itertools.islice(_stream(stream, str(source)), yielded, None)


def _stream(stream: BinaryIO, name: str) -> Iterator[object]:
    """One value after another, in brackets and with commas or without."""
    decoder, utf8 = json.JSONDecoder(), codecs.getincrementaldecoder("utf-8")()
    buffer, at, line, ended = "", 0, 1, False
    while True:
        at = _skip(buffer, at)
        if at < len(buffer):
            try:
                value, end = decoder.raw_decode(buffer, at)
            except json.JSONDecodeError as error:
                if ended:
                    place = point(name, line + error.lineno - 1, error.colno)
                    raise KhabarError(f"this is not JSON: {error.msg}", place=place) from error
            else:
                yield value
                at = end
                continue
        if ended:
            return
        line += buffer.count("\n", 0, at)
        chunk = stream.read(max(_CHUNK, len(buffer) - at))
        ended = not chunk
        try:
            buffer, at = buffer[at:] + utf8.decode(chunk, final=ended), 0
        except UnicodeDecodeError as error:
            raise KhabarError(f"{name}: the file is not UTF-8") from error


def _skip(buffer: str, at: int) -> int:
    while at < len(buffer) and buffer[at] in " \t\r\n,[]\ufeff":
        at += 1
    return at
