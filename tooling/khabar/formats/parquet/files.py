"""Parquet files: written in one way only, so that equal rows are equal bytes; read by batches."""

import contextlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from khabar.formats.parquet.shapes import Record, from_features
from khabar.formats.parquet.tables import arrow_schema, from_rows, with_names
from khabar.problem import KhabarError

ROWS_A_GROUP = 2_000
"""Rows in a row group: what a viewer reads at once, and what is held in memory."""

VERSION: str = pa.__version__
"""The release of pyarrow, on which the bytes depend."""

BATCH = 500
"""Rows that are turned into Arrow, or back, at once."""

_CHUNKS = {"min_chunk_size": 256 * 1024, "max_chunk_size": 1024 * 1024, "norm_level": 0}


class Writer:
    """Writes rows to a Parquet file; how they came in batches leaves no trace in the bytes.

    Args:
        stream: where to; it stays open.
        shape: the columns.
        rows_a_group: rows in each row group but the last.

    Attributes:
        rows: how many were added.
    """

    def __init__(
        self, stream: IO[bytes], shape: Record, *, rows_a_group: int = ROWS_A_GROUP
    ) -> None:
        self.rows = 0
        self._shape = shape
        self._rows_a_group = rows_a_group
        self._lines: list[bytes] = []
        self._tables: list[pa.Table] = []
        self._held = 0
        self._writer = pq.ParquetWriter(stream, arrow_schema(shape), **_options())

    def add(self, row: bytes) -> None:
        """Add a row, a JSON object.

        Raises:
            KhabarError: if it, or one before it, does not fit the columns.
        """
        self._lines.append(row)
        self.rows += 1
        if len(self._lines) == BATCH:
            self._convert()

    def _convert(self) -> None:
        self._tables.append(from_rows(self._lines, self._shape))
        self._held += len(self._lines)
        self._lines.clear()
        while self._held >= self._rows_a_group:
            self._write(self._rows_a_group)

    def _write(self, rows: int) -> None:
        """Write that many rows as one row group, from one chunk."""
        table = pa.concat_tables(self._tables)
        self._writer.write_table(table.slice(0, rows).combine_chunks(), row_group_size=rows)
        self._tables = [table.slice(rows)]
        self._held -= rows

    def __enter__(self) -> "Writer":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write what is left, and the footer; after an error nobody will read the file.

        Raises:
            KhabarError: if a row does not fit the columns.
        """
        if error is None:
            self._finish()
        else:
            self._give_up()

    def _finish(self) -> None:
        try:
            self._convert()
            if self._held:  # a row group without rows is one that `datasets` cannot read
                self._write(self._held)
        except BaseException:
            self._give_up()
            raise
        self._writer.close()

    def _give_up(self) -> None:
        """Close now; pyarrow would do it later, on a stream that is gone, and complain."""
        with contextlib.suppress(OSError, pa.ArrowException):
            self._writer.close()


def _options() -> dict[str, Any]:
    """How every file is written; content-defined chunks where this pyarrow has them."""
    options: dict[str, Any] = {
        "compression": "zstd",
        "version": "2.6",
        "data_page_version": "1.0",
        "write_statistics": True,
        "write_page_index": True,
    }
    chunking = "use_content_defined_chunking"
    if chunking in inspect.signature(pq.ParquetWriter.__init__).parameters:
        options[chunking] = _CHUNKS
    return options


def batches(path: Path) -> Iterator[list[dict[str, Any]]]:
    """Yield the rows of a Parquet file in batches, labels by name.

    Raises:
        KhabarError: if it cannot be read, is no Parquet, or holds a label's number that its
            footer gives no name for.
    """
    with _reading(path), path.open("rb") as stream, pq.ParquetFile(stream) as file:
        shape = _shape(file.schema_arrow)
        for batch in file.iter_batches(BATCH):
            yield with_names(pa.Table.from_batches([batch]), shape).to_pylist()


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except KhabarError as error:
        raise KhabarError(f"{path}: {error.message}") from error
    except pa.ArrowException as error:
        raise KhabarError(f"{path}: this is not a Parquet file of articles: {error}") from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise KhabarError(f"{path}: cannot be read: {reason}", code="KH001") from error


def _shape(schema: pa.Schema) -> Record:
    """What the footer says the columns are."""
    written = (schema.metadata or {}).get(b"huggingface")
    if written is None:
        raise KhabarError(
            "the footer names no labels; only what `datasets` or khabar wrote is read"
        )
    try:
        shape = from_features(msgspec.json.decode(written)["info"]["features"])
    except (msgspec.MsgspecError, KeyError, TypeError) as error:
        raise KhabarError(f"the footer's features cannot be read: {error!r}") from error
    if not isinstance(shape, Record) or not arrow_schema(shape).equals(schema):
        raise KhabarError("the footer's features are not those of the columns")
    return shape
