"""Parquet as `datasets` reads it: one article a row, everything carried."""

import contextlib
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from khabar.formats._format import LossReport, Report, ignore
from khabar.formats.parquet.shapes import article_shape
from khabar.model import Article
from khabar.problem import KhabarError, MissingExtraError
from khabar.schema import decode, faults
from khabar.store import (
    Container,
    Document,
    canonical,
    line,
    replacing,
    unwritable,
)

NAME = "parquet"
SUFFIXES = (".parquet",)
SUMMARY = "one article a row, with the labels that datasets reads"
LOSES: frozenset[str] = frozenset()

_ANNOTATED = ("mentions", "entities", "quotes", "stances")
_encode = msgspec.json.Encoder(order="deterministic").encode


def _files() -> ModuleType:
    """The part that needs pyarrow.

    Raises:
        MissingExtraError: if pyarrow is not installed.
    """
    try:
        from khabar.formats.parquet import files
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "pyarrow":
            raise
        raise MissingExtraError("parquet", "hub") from error
    return files


def documents(path: Path) -> Iterator[Document]:
    """Yield the rows of a file unjudged, each as the line of JSONL that `khabar convert` makes.

    Raises:
        KhabarError: if the file cannot be read.
        MissingExtraError: if pyarrow is not installed.
    """
    rows = chain.from_iterable(_files().batches(path))
    for number, row in enumerate(rows, 1):
        yield Document(str(path), number, _as_line(row), in_lines=True)


def _as_line(row: dict[str, Any]) -> bytes:
    try:
        return line(from_row(row))
    except KhabarError:  # what is wrong with it is for the rules to say
        for holder in _with_extra(row):
            if isinstance(holder["extra"], str):
                with contextlib.suppress(KhabarError):
                    holder["extra"] = _parsed(holder["extra"])
        return _encode(_filled(row))


def _of_dataset(folder: Path) -> list[Path]:
    return sorted((folder / "data" / "articles").glob("*.parquet"))


def _loose(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.parquet"))


CONTAINER = Container(documents, _of_dataset, _loose)
"""What lets ``khabar check`` read these files as they are."""


def read(source: Path, report: Report = ignore) -> Iterator[Article]:  # noqa: ARG001
    """Yield the articles of a file, or of a folder as ``khabar hub build`` makes it.

    Raises:
        KhabarError: if a file cannot be read, or at the first row that is not an article.
    """
    return chain.from_iterable(map(_read_file, _parts(Path(source))))


def _parts(source: Path) -> list[Path]:
    if not source.is_dir():
        return [source]
    parts = _of_dataset(source) or _loose(source)
    if not parts:
        raise KhabarError(f"{source}: there are no Parquet files in this folder")
    return parts


def _read_file(path: Path) -> Iterator[Article]:
    number = 0
    for batch in _files().batches(path):
        for row in batch:
            number += 1
            try:
                yield from_row(row)
            except KhabarError as error:
                raise KhabarError(
                    f"{path}: row {number}: {error}", pointer=error.pointer
                ) from error


def from_row(row: dict[str, Any]) -> Article:
    """The article in a row whose labels are names.

    Raises:
        KhabarError: if the row is not an article that obeys the schema.
    """
    for holder in _with_extra(row):
        holder["extra"] = _parsed(holder["extra"])
    try:
        data = _encode(msgspec.convert(row, Article))
    except msgspec.ValidationError:  # what is null here and has another default there, or worse
        data = _encode(_filled(row))
    article = decode(data)
    if article is None:
        fault = faults(_filled(row))[0]
        raise KhabarError(f"{fault.pointer}: {fault.message}", pointer=fault.pointer)
    return article


def _with_extra(row: dict[str, Any]) -> list[dict[str, Any]]:
    """The article and its annotations, those that have data of the user's own."""
    holders = chain([row], *(row.get(name) or () for name in _ANNOTATED))
    return [one for one in holders if one.get("extra") is not None]


def _filled(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The value without the nulls that stand for absent fields."""
    if isinstance(value, dict):
        return {name: _filled(one) for name, one in value.items() if one is not None}
    if isinstance(value, list):
        return [_filled(one) for one in value]
    return value


def _parsed(text: object) -> Any:  # noqa: ANN401 - any JSON value
    try:
        return msgspec.json.decode(str(text))
    except msgspec.MsgspecError as error:
        raise KhabarError(f"extra holds no JSON: {error}") from error


def to_row(article: Article) -> bytes:
    """The row of an article: JSON with ``extra`` as a string of canonical JSON."""
    article = _flattened(canonical(article))
    changed = {
        name: tuple(map(_flattened, getattr(article, name)))
        for name in _ANNOTATED
        if any(one.extra is not None for one in getattr(article, name))
    }
    return _encode(msgspec.structs.replace(article, **changed) if changed else article)


def _flattened(one: Any) -> Any:  # noqa: ANN401 - an article or an annotation
    if one.extra is None:
        return one
    return msgspec.structs.replace(one, extra=_encode(one.extra).decode())


def write(articles: Iterable[Article], target: Path) -> LossReport:
    """Write articles one a row, in the order given; a broken-off run leaves the old file.

    Raises:
        KhabarError: if the file cannot be written.
        MissingExtraError: if pyarrow is not installed.
    """
    files = _files()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(target) as stream, files.Writer(stream, article_shape()) as writer:
            for article in articles:
                writer.add(to_row(article))
    except OSError as error:
        raise unwritable(target, error) from error
    return LossReport(articles=writer.rows)
