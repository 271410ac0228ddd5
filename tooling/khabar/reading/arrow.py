"""Rows as a `datasets.Dataset`, in memory or on disk, without the detour of a Parquet file."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import datasets
import pyarrow as pa

from khabar.formats.parquet.files import BATCH
from khabar.formats.parquet.shapes import Record
from khabar.formats.parquet.tables import arrow_schema, from_rows
from khabar.problem import KhabarError
from khabar.store import replacing, unwritable

SUFFIX = ".arrow"


def in_memory(rows: Iterable[bytes], shape: Record) -> datasets.Dataset:
    """A dataset of rows that are JSON objects.

    Raises:
        KhabarError: if a row does not fit the columns.
    """
    tables = list(_tables(rows, shape))
    return datasets.Dataset(pa.concat_tables(tables or [arrow_schema(shape).empty_table()]))


def on_disk(rows: Iterable[bytes], shape: Record, file: Path) -> datasets.Dataset:
    """The same by way of an Arrow file, of which as much is in memory as is looked at.

    Raises:
        KhabarError: if the file is not to be called so or cannot be written, or a row does not
            fit the columns.
    """
    if file.suffix != SUFFIX:
        raise KhabarError(f"{file}: the file of a dataset ends in {SUFFIX}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with replacing(file) as stream, pa.ipc.new_stream(stream, arrow_schema(shape)) as writer:
            for table in _tables(rows, shape):
                writer.write_table(table)
    except OSError as error:
        raise unwritable(file, error) from error
    return datasets.Dataset.from_file(str(file))


def _tables(rows: Iterable[bytes], shape: Record) -> Iterator[pa.Table]:
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield from_rows(batch, shape)
