"""The Parquet files of one split: rows of its articles, written and counted as they go by."""

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from msgspec import Struct

from khabar.hub.configurations import Configuration, configurations
from khabar.hub.manifest import Table, Tally
from khabar.hub.spool import Spot, lines
from khabar.model import Article
from khabar.problem import MissingExtraError


class Split(Struct, frozen=True, kw_only=True):
    """A split to be written: what a process needs to know.

    Attributes:
        folder: of the dataset.
        name: of the split.
        spool: the file with the articles.
        places: where its articles are in that file, in their order.
        tables: names of the configurations to write.
        articles_a_file: how many articles go into one file before the next is begun.
    """

    folder: Path
    name: str
    spool: Path
    places: Sequence[Spot]
    tables: tuple[str, ...]
    articles_a_file: int

    def file(self, table: str, number: int, parts: int) -> Path:
        """One of the split's files."""
        name = f"{self.name}-{number:05d}-of-{parts:05d}.parquet"
        return self.folder / "data" / table / name


def parquet() -> ModuleType:
    """The module that writes Parquet.

    Raises:
        MissingExtraError: if pyarrow is not installed.
    """
    try:
        from khabar.formats.parquet import files
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "pyarrow":
            raise
        raise MissingExtraError("building a dataset", "hub") from error
    return files


def write_split(split: Split) -> dict[str, Table]:
    """Write the files of a split, and say what is in them, by configuration.

    A file without a row is taken away: `datasets` cannot load it.
    """
    size = split.articles_a_file
    parts = [split.places[start : start + size] for start in range(0, len(split.places), size)]
    chosen = [one for one in configurations() if one.name in split.tables]
    tallies = {one.name: Tally() for one in chosen}
    for number, part in enumerate(parts):
        files = {one.name: split.file(one.name, number, len(parts)) for one in chosen}
        _write(chosen, files, lines(split.spool, part), tallies)
    tables = {name: tally.table() for name, tally in tallies.items()}
    for name, table in tables.items():
        if not table.rows:
            for number in range(len(parts)):
                split.file(name, number, len(parts)).unlink()
    return tables


def _write(
    chosen: Iterable[Configuration],
    files: Mapping[str, Path],
    articles: Iterable[tuple[Article, bytes]],
    tallies: Mapping[str, Tally],
) -> None:
    with contextlib.ExitStack() as stack:
        kept = [(one, _writer(stack, one, files[one.name]), tallies[one.name]) for one in chosen]
        for article, line in articles:
            for one, writer, tally in kept:
                _add(one, article, line, writer, tally)


def _writer(stack: contextlib.ExitStack, one: Configuration, path: Path) -> Any:  # noqa: ANN401 - needs an extra
    path.parent.mkdir(parents=True, exist_ok=True)
    stream = stack.enter_context(path.open("wb"))
    writer = parquet().Writer(stream, one.shape, rows_a_group=one.rows_a_group)
    return stack.enter_context(writer)


def _add(one: Configuration, article: Article, line: bytes, writer: Any, tally: Tally) -> None:  # noqa: ANN401 - needs an extra
    """Write the rows of an article and count them: a whole article as its line.

    The line is the row too, unless something in it is written otherwise.
    """
    whole = one == configurations()[0]
    rows = one.rows(article) if not whole or b'"extra"' in line else [line.rstrip(b"\n")]
    for row in rows:
        writer.add(row)
        tally.add(line if whole else row)
