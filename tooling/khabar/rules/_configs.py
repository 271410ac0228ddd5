"""What rules on a dataset share: its configurations in the card, its tables in Croissant."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from khabar.rules._release import Columns, Release


def patterns(release: Release) -> Iterator[tuple[str, str, tuple[str, str]]]:
    """Yield every path that the card's configurations name: pointer, path, table and split."""
    for pointer, one in release.card.records("configs"):
        table = str(one.get("config_name"))
        files = one.get("data_files")
        listed = files if isinstance(files, list) else [files]
        for at, each in enumerate(listed):
            inside = f"{pointer}/data_files/{at}"
            if isinstance(each, str):
                yield inside, each, (table, "train")
            elif isinstance(each, dict):
                paths = each.get("path")
                for path in paths if isinstance(paths, list) else [paths]:
                    yield f"{inside}/path", str(path), (table, str(each.get("split")))


class Difference(NamedTuple):
    """A column that is one thing in the card and another in a file.

    Attributes:
        path: of the file.
        table: the configuration.
        column: its path; of a list or record that is built otherwise the column it is in.
        said: what the card has: a type, or the names of labels.
        there: what the file has.
        pointer: where the card has it.
    """

    path: str
    table: str
    column: str
    said: object
    there: object
    pointer: str


def differences(release: Release) -> Iterator[Difference]:
    """Yield each column in which card and files differ; of several files only the first."""
    for table, said in release.card_columns.items():
        told: set[str] = set()
        for path, one in release.of(table).items():
            if one.columns is not None:
                for column, pair in unlike(said, one.columns):
                    if column not in told:
                        told.add(column)
                        yield Difference(path, table, column, *pair, _at(release, table, column))


def _at(release: Release, table: str, column: str) -> str:
    """Where a column stands in the card, or the configuration that should have it."""
    for name, pointer in release.card_pointers.get(table, {}).items():
        if name == column or top(name) == column:
            return pointer
    infos = release.card.records("dataset_info")
    return next((at for at, one in infos if one.get("config_name") == table), "/dataset_info")


def unlike(one: Columns, other: Columns) -> Iterator[tuple[str, tuple[object, object]]]:
    """Yield each column in which two tables differ, with what either of them has.

    A list or record that is built otherwise is told once, by what the two have inside.
    """
    built: dict[str, tuple[list[str], list[str]]] = {}
    for column in dict.fromkeys([*one, *other]):
        first, second = one.get(column), other.get(column)
        if first is not None and second is not None:
            if first != second:
                yield column, (first, second)
            continue
        mine, theirs = built.setdefault(top(column), ([], []))
        (mine if second is None else theirs).append(column)
    for column, (mine, theirs) in built.items():
        yield column, (_inside(column, mine, one), _inside(column, theirs, other))


def _inside(column: str, found: list[str], table: Columns) -> object:
    if found == [column]:
        return table[column]
    return f"{found[0]}{' …' if found[1:] else ''}" if found else None


def top(column: str) -> str:
    """The column of a table that a leaf is in.

    Example:
        >>> top("mentions[].spans[].start")
        'mentions'
    """
    return column.partition("[")[0].partition(".")[0]


def distribution(release: Release) -> list[tuple[str, str, dict[str, Any]]]:
    """The files that Croissant names: pointer, path, and what it says of them."""
    found = release.croissant.records("distribution")
    return [
        (pointer, str(one.get("contentUrl")), one)
        for pointer, one in found
        if str(one.get("@type", "")).endswith("FileObject")
    ]


def columns_read(release: Release) -> Iterator[tuple[str, str, str, set[str]]]:
    """Yield each record set of Croissant that reads a file: pointer, id, path and columns."""
    paths = {str(one.get("@id")): path for _, path, one in distribution(release)}
    for pointer, one in release.croissant.records("recordSet"):
        read: dict[str, set[str]] = {}
        for field in listed(one.get("field")):
            for file, column in _sources(field):
                read.setdefault(file, set()).add(column)
        for file, columns in read.items():
            yield pointer, str(one.get("@id")), paths.get(file, file), columns


def _sources(field: object) -> Iterator[tuple[str, str]]:
    """The files and columns that a field reads, or its parts."""
    match field:
        case {"source": {"fileObject": {"@id": file}, "extract": {"column": column}}}:
            yield str(file), str(column)
    for part in listed(field.get("subField") if isinstance(field, dict) else None):
        yield from _sources(part)


def listed(value: object) -> list[Any]:
    """The value if it is a list; else nothing."""
    return value if isinstance(value, list) else []
