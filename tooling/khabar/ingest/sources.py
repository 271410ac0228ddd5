"""What is given to ingest: files and standard input, told apart by suffix and content."""

import io
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct, structs

from khabar.ingest.html import decode_html, fill_gaps, read_html
from khabar.ingest.jsonl import Record, read_records
from khabar.ingest.page import read_page
from khabar.ingest.pieces import Candidate, Page
from khabar.problem import KhabarError
from khabar.store import STDIN
from khabar.text.stored import decode

_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body|\?xml|!--)", re.IGNORECASE
)
_LINES = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*(?:\"|\})")
_MOJIBAKE = re.compile("[\xc3\xd8-\xdb][\x80-\xbf\u0152-\u0192\u02c6-\u2122]")
_SUFFIXES = {".jsonl": "jsonl", ".ndjson": "jsonl", ".html": "html", ".htm": "html"}
_RECORD = ("title", "publisher", "url", "author", "published", "keywords", "language", "license")


class Reading(Struct, frozen=True):
    """One page read, with the name of its source: a file, or a file and a line."""

    source: str
    page: Page


class Fields(Struct, frozen=True):
    """The fields of a JSONL file that nothing was taken from, with the number of lines."""

    source: str
    unused: dict[str, int]


def read_source(
    source: str | Path, fields: Mapping[str, str]
) -> Iterator[Reading | Fields | KhabarError]:
    """Yield the pages of a source; of JSONL one a line, with errors for the lines that are bad.

    Raises:
        KhabarError: the source cannot be read, or not as text.
    """
    name = "<stdin>" if str(source) == STDIN else str(source)
    with _opened(source) as stream:
        head = stream.peek(4096)[:4096]
        if _format(name, head) == "jsonl":
            yield from _records(stream, name, fields)
        else:
            yield Reading(name, _whole(_read(stream, name), name))


def _format(name: str, head: bytes) -> str:
    if _HTML.match(head):
        return "html"
    suffix = Path(name).suffix.lower()
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    return "jsonl" if _LINES.match(head) else "text"


@contextmanager
def _opened(source: str | Path) -> Iterator[io.BufferedReader]:
    if str(source) == STDIN:
        yield _buffered(sys.stdin.buffer)
        return
    try:
        stream = Path(source).open("rb")  # noqa: SIM115 - closed below
    except OSError as error:
        raise _unreadable(str(source), error) from error
    with stream:
        yield stream


def _buffered(stream: BinaryIO) -> io.BufferedReader:
    if isinstance(stream, io.BufferedReader):
        return stream
    return io.BufferedReader(io.BytesIO(stream.read()))


def _read(stream: BinaryIO, name: str) -> bytes:
    try:
        return stream.read()
    except OSError as error:
        raise _unreadable(name, error) from error


def _unreadable(name: str, error: OSError) -> KhabarError:
    reason = (error.strerror or str(error)).lower()
    return KhabarError(f"{name}: cannot be read: {reason}")


def _whole(data: bytes, name: str) -> Page:
    if not data.strip():
        raise KhabarError(f"{name}: the page is empty")
    if _format(name, data[:4096]) == "html":
        text = decode_html(data, name)
        _refuse_mojibake(text, name)
        return read_html(text, name)
    text = decode(data, name)
    _refuse_mojibake(text, name)
    page = read_page(text)
    if not page.candidates:
        raise KhabarError(f"{name}: no article in the page: all of it is furniture")
    return page


def _refuse_mojibake(text: str, name: str) -> None:
    """Such a text could be repaired now; in stored form, without controls, no longer."""
    pairs = len(_MOJIBAKE.findall(text))
    if pairs > 20 and 8 * pairs > len(text):
        raise KhabarError(
            f"{name}: not Arabic text but UTF-8 read in another encoding ({pairs} pairs such as "
            f"{_MOJIBAKE.findall(text)[0]!r}): decode it anew from its bytes"
        )


def _records(
    stream: BinaryIO, name: str, fields: Mapping[str, str]
) -> Iterator[Reading | Fields | KhabarError]:
    unused: Counter[str] = Counter()
    empty = True
    for one in read_records(stream, name, fields, unused):
        empty = False
        yield one if isinstance(one, KhabarError) else _reading(one, name)
    if empty:
        raise KhabarError(f"{name}: the file is empty")
    if unused:
        yield Fields(name, dict(unused.most_common()))


def _reading(record: Record, name: str) -> Reading | KhabarError:
    source = f"{name}:{record.line}"
    given = record.candidate
    try:
        _refuse_mojibake(given.body, source)
        page = read_page(given.body, title=given.title)
    except KhabarError as error:
        return KhabarError(f"{source}: {error.message}", pointer=error.pointer)
    if not page.candidates:
        return KhabarError(f"{source}: no article in the text: all of it is furniture")
    return Reading(source, _with_record(page, given))


def _with_record(page: Page, given: Candidate) -> Page:
    """What the record says of its article counts more than what its text says."""
    found = page.candidates[0]
    values = {name: value for name in _RECORD if (value := getattr(given, name))}
    first = fill_gaps(structs.replace(found, **values), {"note": given.note})
    remarks = page.remarks
    if found.publisher and given.publisher and found.publisher != given.publisher:
        remarks += (f"its source line says: {found.publisher}",)
    return structs.replace(page, candidates=(first, *page.candidates[1:]), remarks=remarks)
