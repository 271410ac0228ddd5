"""Articles from files, folders, JSONL and standard input, and back, streaming and atomic."""

import contextlib
import json
import math
import os
import re
import secrets
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from khabar.model import Article
from khabar.problem import KhabarError, Place
from khabar.schema import decode, faults
from khabar.store.canonical import dumps, line
from khabar.store.folders import LINE_SUFFIXES, article_files, passes_of, unreadable
from khabar.store.places import JsonMap, syntax_place

STDIN = "-"
STDIN_NAME = "<stdin>"
"""What stands for a file's name in the places of standard input."""

_SURROGATE = re.compile(
    r"(?<!\\)(?:\\\\)*(?:(?P<pair>\\u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w)|\\u[dD][89a-fA-F]\w\w)"
)


class Document(Struct, frozen=True):
    """The bytes of one article before anybody has judged them.

    Attributes:
        file: the file's path as given, ``<stdin>`` for standard input.
        line: line on which the document starts, from 1.
        data: the document; for a line of JSONL without its line end.
        in_lines: whether it is a line of JSONL, where the canonical form is one line.
    """

    file: str
    line: int
    data: bytes
    in_lines: bool = False


def documents(source: str | Path) -> Iterator[Document]:
    """Yield the articles' bytes from a file, a folder, a JSONL file or ``-``, unjudged.

    Of a corpus (a folder that holds ``articles/``) these are the articles, not the passes over
    them; of another folder all its ``.json`` and ``.jsonl`` files, in the order of their names.

    Raises:
        KhabarError: if the source is missing or cannot be read.
    """
    if str(source) == STDIN:
        yield from _from_stdin()
        return
    path = Path(source)
    if path.is_dir():
        for file in article_files(path, passes=False):
            yield from documents(file)
    elif path.suffix in LINE_SUFFIXES:
        yield from _lines(path)
    else:
        yield Document(str(path), 1, _bytes(path))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error


def _lines(path: Path) -> Iterator[Document]:
    try:
        with path.open("rb") as stream:
            yield from _stream(stream, str(path))
    except OSError as error:
        raise unreadable(path, error) from error


def lines(path: Path, start: int, size: int, first: int) -> Iterator[Document]:
    """Yield the documents of a stretch of a JSONL file that begins and ends with whole lines.

    Args:
        path: the file.
        start: its first byte.
        size: how many bytes it has.
        first: the number of its first line.

    Raises:
        KhabarError: if the file cannot be read.
    """
    try:
        with path.open("rb") as stream:
            stream.seek(start)
            yield from _stream(_within(stream, size), str(path), first)
    except OSError as error:
        raise unreadable(path, error) from error


def _within(stream: Iterable[bytes], size: int) -> Iterator[bytes]:
    for one in stream:
        yield one
        size -= len(one)
        if size <= 0:
            return


def stretches(path: Path, size: int) -> Iterator[tuple[int, int, int]]:
    """Cut a JSONL file at line ends: yield start and size in bytes, and the first line's number.

    Args:
        path: the file.
        size: how many bytes a stretch has at least, but for the last.

    Raises:
        KhabarError: if the file cannot be read.
    """
    start, first = 0, 1
    try:
        with path.open("rb") as stream:
            while data := stream.read(size):
                rest = stream.readline() if data[-1:] != b"\n" else b""
                yield start, len(data) + len(rest), first
                start += len(data) + len(rest)
                first += data.count(b"\n") + rest.count(b"\n")
    except OSError as error:
        raise unreadable(path, error) from error


def _stream(stream: Iterable[bytes], name: str, first: int = 1) -> Iterator[Document]:
    for number, data in enumerate(stream, first):
        if data.strip():
            yield Document(name, number, data.rstrip(b"\r\n"), in_lines=True)


def _from_stdin() -> Iterator[Document]:
    """One document over many lines, or one a line: the first line tells."""
    stream = sys.stdin.buffer
    first = stream.readline()
    if first.rstrip().endswith(b"}"):
        yield from _stream(_chain(first, stream), STDIN_NAME)
    else:
        yield Document(STDIN_NAME, 1, first + stream.read())


def _chain(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def parse(document: Document) -> Article:
    """The article in a document.

    Raises:
        KhabarError: with the place of the first fault, if it is not an article.
    """
    article = decode(document.data)
    if article is not None:
        return article
    text = decoded(document)
    value = parsed(document, text)
    fault = faults(value)[0]
    place = JsonMap(text, document.file, document.line).place(fault.pointer)
    raise KhabarError(fault.message, place=place, pointer=fault.pointer)


def decoded(document: Document) -> str:
    """The document as text.

    Raises:
        KhabarError: with the place of the first bad byte, if it is not UTF-8.
    """
    try:
        return document.data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = document.data[: error.start].decode("utf-8", "replace")
        start = before.rfind("\n") + 1
        place = point(document.file, document.line + before.count("\n"), len(before) - start + 1)
        byte = document.data[error.start]
        raise KhabarError(
            f"the file is not UTF-8: byte 0x{byte:02x} at offset {error.start}",
            place=place,
            code="KH002",
        ) from error


def parsed(document: Document, text: str) -> object:
    """The document as a JSON value.

    Raises:
        KhabarError: with the place, if it is not JSON.
    """
    try:
        value: object = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except json.JSONDecodeError as error:
        place = syntax_place(error, document.file, document.line)
        raise KhabarError(f"this is not JSON: {error.msg}", place=place, code="KH004") from error
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, ValueError) else "it is nested too deeply"
        place = point(document.file, document.line, 1)
        raise KhabarError(f"this is not JSON: {reason}", place=place, code="KH004") from error
    _refuse_surrogates(document, text, value)
    return value


def _refuse_surrogates(document: Document, text: str, value: object) -> None:
    r"""Half of a surrogate pair written as an escape, ``\ud83d``, is no character."""
    if "\\u" not in text or not _SURROGATE.search(text):
        return
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        found = next(one for one in _SURROGATE.finditer(text) if not one["pair"])
        before = text[: found.start()]
        column = len(before) - before.rfind("\n")
        place = point(document.file, document.line + before.count("\n"), column)
        message = f"{found[0]} is half of a surrogate pair, not a character"
        raise KhabarError(message, place=place, code="KH007") from error


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _finite(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise ValueError(f"{digits} is beyond what a number can hold")
    return value


def point(file: str, line: int, column: int) -> Place:
    """The place of a single character."""
    return Place(file=file, line=line, column=column, end_line=line, end_column=column + 1)


def read_articles(source: str | Path) -> Iterator[Article]:
    """Yield the articles of a file, folder, JSONL file or ``-``, one at a time.

    Of a corpus these are its articles, not the passes over them.

    Raises:
        KhabarError: with the place, at the first document that is not an article.
    """
    return map(parse, documents(source))


def count_passes(corpus: Path) -> dict[str, int]:
    """How many passes each annotator of a corpus has; nothing is judged.

    Raises:
        KhabarError: if a file cannot be read.
    """
    return {
        who: sum(1 for file in files for _ in documents(file))
        for who, files in passes_of(corpus).items()
    }


def read_article(path: str | Path) -> Article:
    """The article in a file.

    Raises:
        KhabarError: with the place, if the file cannot be read or is not an article.
    """
    return parse(Document(str(path), 1, _bytes(Path(path))))


def write_article(path: str | Path, article: Article) -> bool:
    """Write an article's file in canonical form; a broken-off run leaves the old one.

    Returns:
        Whether anything changed: a file that already says the same is left alone.

    Raises:
        KhabarError: if the file cannot be written.
    """
    return write_bytes(Path(path), dumps(article))


def write_bytes(path: Path, data: bytes) -> bool:
    """Write a file by way of a temporary one beside it; leave a file that is equal alone.

    Raises:
        KhabarError: if the file cannot be written.
    """
    try:
        if path.is_file() and path.read_bytes() == data:
            return False
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as stream:
            stream.write(data)
    except OSError as error:
        raise unwritable(path, error) from error
    return True


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A stream whose content takes the place of a file when, and only when, the block ends well.

    Raises:
        OSError: if the file cannot be written.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    rights = _rights(path)
    # What replaces a file is not shown to more people than the file, not even while it is written.
    opener = partial(os.open, mode=0o666 if rights is None else 0o600)
    stream = open(temporary, "x+b", opener=opener)  # noqa: SIM115 - closed below, then renamed
    try:
        with stream:
            yield stream
        if rights is not None:
            temporary.chmod(rights)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _rights(path: Path) -> int | None:
    """The rights of a file; None if there is none, and the system says which a new one gets."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def unwritable(path: Path, error: OSError) -> KhabarError:
    """The error for a path that the system will not let us write."""
    reason = error.strerror or str(error)
    return KhabarError(f"{path}: cannot be written: {reason.lower()}")


def write_lines(path: Path, articles: Iterable[Article]) -> int:
    """Write articles as JSONL, one at a time; a broken-off run leaves the old file.

    Returns:
        How many were written.

    Raises:
        KhabarError: if the file cannot be written.
    """
    count = 0
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as stream:
            for count, article in enumerate(articles, 1):  # noqa: B007 - returned
                stream.write(line(article) + b"\n")
    except OSError as error:
        raise unwritable(path, error) from error
    return count
