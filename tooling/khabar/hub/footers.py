"""The footers of Parquet files, and their rows counted and digested anew."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from khabar.formats.parquet import from_row
from khabar.formats.parquet.files import batches
from khabar.hub.columns import modern, of_features
from khabar.hub.configurations import configurations
from khabar.hub.manifest import Tally
from khabar.hub.rows import encode
from khabar.rules import Parquet
from khabar.store import line

_ELEMENT = (".list.element", ".list.item")


def footer(path: Path) -> Parquet:
    """What the footer of a file says; a file that cannot be read has a fault."""
    try:
        with pq.ParquetFile(path) as file:
            return _told(file)
    except (pa.ArrowException, OSError) as error:
        said = " ".join(str(error).split())
        return Parquet(fault=f"this file cannot be read: {said}")


def _told(file: pq.ParquetFile) -> Parquet:
    schema, meta = file.schema_arrow, file.metadata
    features = _features(schema)
    groups = [meta.row_group(at) for at in range(meta.num_row_groups)]
    return Parquet(
        rows=meta.num_rows,
        groups=tuple((one.num_rows, one.total_byte_size) for one in groups),
        columns=None if features is None else of_features(features),
        stored=dict(_stored(schema)),
        modern=modern(features),
        highest=_highest(groups),
    )


def _features(schema: pa.Schema) -> Any:  # noqa: ANN401 - any JSON value
    """The features in a footer; None if there are none that can be read."""
    try:
        return msgspec.json.decode((schema.metadata or {})[b"huggingface"])["info"]["features"]
    except (KeyError, TypeError, msgspec.MsgspecError):
        return None


def _stored(schema: pa.Schema) -> Iterator[tuple[str, str]]:
    for field in schema:
        yield from _leaves(field.type, field.name)


def _leaves(kind: pa.DataType, path: str) -> Iterator[tuple[str, str]]:
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        yield from _leaves(kind.value_type, f"{path}[]")
    elif pa.types.is_struct(kind):
        for field in kind:
            yield from _leaves(field.type, f"{path}.{field.name}")
    else:
        yield path, str(kind)


def _highest(groups: list[Any]) -> dict[str, int]:
    """The number furthest from what labels can be, by column: below nought, else the greatest."""
    found: dict[str, int] = {}
    for group in groups:
        for at in range(group.num_columns):
            column = group.column(at)
            least, most = _range(column.statistics)
            if least is None or most is None:
                continue
            path = _path(column.path_in_schema)
            known = found.get(path, most)
            found[path] = min(least, known) if min(least, known) < 0 else max(most, known)
    return found


def _range(statistics: Any) -> tuple[int | None, int | None]:  # noqa: ANN401 - pyarrow has no types
    if statistics is None or not statistics.has_min_max:
        return None, None
    least, most = statistics.min, statistics.max
    plain = type(least) is int and type(most) is int
    return (least, most) if plain else (None, None)


def _path(name: str) -> str:
    for element in _ELEMENT:
        name = name.replace(element, "[]")
    return name


def counted(folder: Path, table: str, split: str) -> Tally:
    """The rows of a split as its files hold them, digested as the build digests them.

    Raises:
        KhabarError: if a file cannot be read, or holds what is no row of the configuration.
    """
    tally = Tally()
    whole = table == configurations()[0].name
    for path in sorted((folder / "data" / table).glob(f"{split}-*.parquet")):
        for batch in batches(path):
            for row in batch:
                tally.add(line(from_row(row)) if whole else encode(_as_built(row)))
    return tally


def _as_built(row: dict[str, Any]) -> dict[str, Any]:
    """A row with its time as the build wrote it."""
    published = row.get("published")
    if isinstance(published, datetime):
        row["published"] = published.isoformat(timespec="milliseconds")
    return row


def copy_head(path: Path, target: Path, rows: int) -> None:
    """Write the first rows of a file to another."""
    with pq.ParquetFile(path) as file:
        table = next(file.iter_batches(rows), None)
        with pq.ParquetWriter(target, file.schema_arrow) as writer:
            if table is not None:
                writer.write_batch(table)
