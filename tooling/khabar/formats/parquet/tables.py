"""Rows to Arrow tables and back: strict, by way of JSON, a batch at a time.

pyarrow's JSON reader with an explicit schema is at once the quickest way into Arrow and a strict
checker: it refuses fields and types that the schema does not have. Labels are turned into numbers
in Arrow, where a name that is in no vocabulary is an error.
"""

from collections.abc import Callable, Sequence

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json as pj

from khabar.formats.parquet.shapes import Items, Label, Record, Shape, Value, features
from khabar.problem import KhabarError

_Leaf = Callable[[pa.Array, Shape, str], pa.Array]


def arrow_type(shape: Shape, *, named: bool = False) -> pa.DataType:
    """The Arrow type of a shape; labels are numbers, or strings where `named`.

    Raises:
        KhabarError: if a column has a type that khabar does not write.
    """
    match shape:
        case Value(dtype=dtype):
            return _alias(dtype)
        case Label():
            return pa.string() if named else pa.int64()
        case Items(item=item):
            return pa.list_(arrow_type(item, named=named))
        case Record(fields=fields):
            return pa.struct([(name, arrow_type(one, named=named)) for name, one in fields.items()])


def _alias(dtype: str) -> pa.DataType:
    try:
        return pa.type_for_alias(dtype)
    except ValueError as error:
        raise KhabarError(f"{dtype!r} is no type of column that is read here") from error


def arrow_schema(shape: Record) -> pa.Schema:
    """The schema of a table, with the features that `datasets` finds in its metadata."""
    info = {"info": {"features": features(shape)}}
    metadata = {"huggingface": msgspec.json.encode(info).decode()}
    return pa.schema(list(arrow_type(shape)), metadata=metadata)


def from_rows(rows: Sequence[bytes], shape: Record) -> pa.Table:
    """A table of rows that are JSON objects; absent fields take their default, or null.

    Raises:
        KhabarError: if a row has a field, a type or a label that the shape does not have.
    """
    data = b"\n".join(rows)
    schema = pa.schema(list(arrow_type(shape, named=True)))
    if not rows:
        return arrow_schema(shape).empty_table()
    try:
        table = pj.read_json(
            pa.BufferReader(data),
            read_options=pj.ReadOptions(use_threads=False, block_size=len(data) + 1),
            parse_options=pj.ParseOptions(
                explicit_schema=schema, unexpected_field_behavior="error"
            ),
        )
    except pa.ArrowInvalid as error:
        raise KhabarError(f"a row does not fit the columns: {error}") from error
    columns = [
        _walk(table[name].combine_chunks(), one, name, _numbered)
        for name, one in shape.fields.items()
    ]
    return pa.Table.from_arrays(columns, schema=arrow_schema(shape))


def with_names(table: pa.Table, shape: Record) -> pa.Table:
    """The same table with labels as strings.

    Args:
        table: a table whose labels are numbers.
        shape: says which columns hold labels and what the numbers mean.

    Raises:
        KhabarError: if a number means nothing.
    """
    columns = {
        name: _walk(column.combine_chunks(), shape.fields[name], name, _named)
        for name, column in zip(table.column_names, table.columns, strict=True)
    }
    return pa.table(columns)


def _walk(array: pa.Array, shape: Shape, path: str, leaf: _Leaf) -> pa.Array:
    """The array with every leaf put through a function; nulls and lengths stay."""
    if isinstance(shape, Items):
        values = _walk(array.flatten(), shape.item, path, leaf)
        lengths = pc.fill_null(pc.list_value_length(array), 0)
        ends = pc.cumulative_sum(lengths).cast(pa.int32())
        offsets = pa.concat_arrays([pa.array([0], pa.int32()), ends])
        mask = array.is_null() if array.null_count and not shape.filled else None
        return pa.ListArray.from_arrays(offsets, values, mask=mask)
    if isinstance(shape, Record):
        names = [field.name for field in array.type]
        fields = [
            _walk(array.field(name), shape.fields[name], f"{path}.{name}", leaf) for name in names
        ]
        mask = array.is_null() if array.null_count else None
        return pa.StructArray.from_arrays(fields, names, mask=mask)
    return leaf(array, shape, path)


def _numbered(array: pa.Array, shape: Shape, path: str) -> pa.Array:
    """Labels from names to numbers, and defaults in the place of nulls."""
    if isinstance(shape, Label):
        numbers = pc.index_in(array, pa.array(shape.names, pa.string()))
        _refuse(array, numbers, path, "is none of " + ", ".join(shape.names))
        array = numbers.cast(pa.int64())
        if shape.default is not None:
            array = array.fill_null(shape.names.index(shape.default))
    elif isinstance(shape, Value) and shape.default is not None:
        array = array.fill_null(shape.default)
    return array


def _named(array: pa.Array, shape: Shape, path: str) -> pa.Array:
    """Labels from numbers to names."""
    if not isinstance(shape, Label):
        return array
    known = pa.array(range(len(shape.names)), pa.int64())
    numbers = pc.index_in(array, known)
    _refuse(array, numbers, path, f"is no label; they end at {len(shape.names) - 1}")
    return pa.array(shape.names, pa.string()).take(numbers)


def _refuse(array: pa.Array, found: pa.Array, path: str, reason: str) -> None:
    """Raise if something was given and nothing was found."""
    if found.null_count > array.null_count:
        missing = array.filter(pc.and_(pc.is_null(found), pc.is_valid(array)))
        raise KhabarError(f"{path}: {missing[0].as_py()!r} {reason}")
