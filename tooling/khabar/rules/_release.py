"""A dataset ready to be published, as plain data, and the questions that are asked of it.

Who reads Parquet, YAML and the network is another room's business; the rules see what is here.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, cast

from msgspec import Struct

from khabar.problem import Finding, Place, Severity
from khabar.rules._rule import Hit, Rule, chosen

CARD = "README.md"
MANIFEST = "manifest.json"
CROISSANT = "croissant.json"
CITATION = "CITATION.cff"

Columns = Mapping[str, str | tuple[str, ...]]
"""The leaves of a table, as ``mentions[].spans[].start``: a type, or the names of labels."""

Position = tuple[int, int, int, int]
"""Line and column of the start of a value, then of its end, from 1."""


class Tree(Struct, frozen=True, kw_only=True):
    """A file that holds YAML or JSON.

    Attributes:
        text: the whole file; "" if it is not there.
        value: what the YAML or JSON in it says; None if nothing.
        positions: where values stand, by JSON pointer.
        fault: why it cannot be read, "" if it can.
    """

    text: str = ""
    value: Any = None
    positions: Mapping[str, Position] = {}
    fault: str = ""

    def get(self, key: str, default: Any = None) -> Any:  # noqa: ANN401 - any JSON value
        """A field of the object that the file holds."""
        return self.value.get(key, default) if isinstance(self.value, dict) else default

    def records(self, key: str) -> list[tuple[str, dict[str, Any]]]:
        """The objects in a field that holds one or a list of them, each with its pointer."""
        found = self.get(key, [])
        if isinstance(found, dict):
            return [(f"/{key}", found)]
        several = enumerate(found if isinstance(found, list) else [])
        return [(f"/{key}/{at}", one) for at, one in several if isinstance(one, dict)]

    def words(self, key: str) -> list[tuple[str, Any]]:
        """The values in a field that holds one or a list of them, each with its pointer."""
        found = self.get(key)
        if isinstance(found, list):
            return [(f"/{key}/{at}", one) for at, one in enumerate(found)]
        return [] if found is None else [(f"/{key}", found)]


class Parquet(Struct, frozen=True, kw_only=True):
    """What the footer of a Parquet file says.

    Attributes:
        rows: how many it has.
        groups: rows and bytes, not compressed, of each row group.
        columns: what its features say; None if it has none, so that labels have no names.
        stored: what the columns are in Parquet; labels are numbers.
        modern: the spelling in its features that readers before `datasets` 4 do not know, "" if
            there is none.
        highest: the greatest number in each column of numbers, the least where it is below nought.
        fault: why it cannot be read, "" if it can.
    """

    rows: int = 0
    groups: tuple[tuple[int, int], ...] = ()
    columns: Columns | None = None
    stored: Columns = {}
    modern: str = ""
    highest: Mapping[str, int] = {}
    fault: str = ""


class Release(Struct, frozen=True, kw_only=True):
    """A dataset with all its files.

    Attributes:
        name: the folder, or what the user called it; findings name files in it.
        files: SHA-256 and size of every file, by its path.
        card: the YAML of its README.
        card_columns: the features that the card gives each configuration.
        card_pointers: where each of those columns stands in the card.
        manifest: what the build said.
        croissant: what ``croissant.json`` says.
        citation: what ``CITATION.cff`` says.
        parquet: the footers of its Parquet files.
        expected: the columns that the schema asks for, by configuration; nothing where the
            dataset was made with another schema.
        rows: rows and digest of each split as they were counted anew, by configuration and split.
        croissant_faults: what Croissant's own validator says.
        record_faults: why a record set yields no record, by its id.
        load_faults: why `datasets` does not load a configuration, by its name.
    """

    name: str
    files: Mapping[str, tuple[str, int]]
    card: Tree = Tree()
    card_columns: Mapping[str, Columns] = {}
    card_pointers: Mapping[str, Mapping[str, str]] = {}
    manifest: Tree = Tree()
    croissant: Tree = Tree()
    citation: Tree = Tree()
    parquet: Mapping[str, Parquet] = {}
    expected: Mapping[str, Columns] = {}
    rows: Mapping[tuple[str, str], tuple[int, str]] = {}
    croissant_faults: tuple[str, ...] = ()
    record_faults: Mapping[str, str] = {}
    load_faults: Mapping[str, str] = {}

    def place(self, file: str, pointer: str = "") -> Place:
        """Where a value stands in a file; where its nearest container stands that has a place."""
        trees = {CARD: self.card, CITATION: self.citation}
        positions = trees[file].positions if file in trees else {}
        while pointer and pointer not in positions:
            pointer = pointer.rpartition("/")[0]
        line, column, end_line, end_column = positions.get(pointer, (1, 1, 1, 1))
        path = f"{self.name}/{file}" if file else self.name
        return Place(file=path, line=line, column=column, end_line=end_line, end_column=end_column)

    def hit(self, message: str, file: str, pointer: str = "", *, mark: str = "") -> Hit:
        """A fault at a value of a file."""
        return Hit(message, pointer, mark=mark, place=self.place(file, pointer))

    def of(self, table: str, split: str | None = None) -> dict[str, Parquet]:
        """The readable Parquet files of a configuration, or of one split of it, by path."""
        return {
            path: one
            for path, one in self.parquet.items()
            if not one.fault and named(path)[0] == table and split in (None, named(path)[1])
        }

    def unreadable(self, table: str) -> set[str]:
        """The splits of a configuration of which a file cannot be read; another rule says so."""
        found = (named(path) for path, one in self.parquet.items() if one.fault)
        return {split for name, split in found if name == table}


def named(path: str) -> tuple[str, str]:
    """The configuration and the split that a file's path names.

    Example:
        >>> named("data/quotes/train-00000-of-00001.parquet")
        ('quotes', 'train')
    """
    parts = PurePosixPath(path)
    return parts.parent.name, parts.name.partition("-")[0]


def shown(value: object) -> str:
    """A column's type as messages tell it: labels as a count, or as their first names.

    Example:
        >>> shown(("PER", "ORG", "GPE", "LOC")), shown("int32")
        ('4 labels PER, ORG, GPE …', 'int32')
    """
    if not isinstance(value, tuple):
        return "nothing" if value is None else str(value)
    more = " …" if len(value) > 3 else ""
    return f"{len(value)} labels {', '.join(map(str, value[:3]))}{more}"


ReleaseRule = Callable[[Release], Iterator[Hit]]


def check_release(
    release: Release,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severities: Mapping[str, Severity] | None = None,
) -> list[Finding]:
    """What is wrong with a dataset, file by file.

    Args:
        release: the dataset.
        select: codes, beginnings of codes, or names of rules; all when empty.
        ignore: the same, left out.
        severities: severity by code, beginning of a code or name, in place of the rule's own.

    Raises:
        KhabarError: if a word names no rule.
    """
    asked = [one for one in chosen(select, ignore) if one.scope == "release"]
    chosen(severities or ())
    found = [
        _finding(release, rule, hit, severities or {})
        for rule in asked
        for hit in cast("ReleaseRule", rule.run)(release)
    ]
    return sorted(found, key=_order)


def _order(one: Finding) -> tuple[str, int, int, str]:
    place = one.place or Place(file="")
    return place.file, place.line, place.column, one.code


def _finding(release: Release, rule: Rule, hit: Hit, severities: Mapping[str, Severity]) -> Finding:
    words = [rule.name, *(rule.code[:length] for length in range(len(rule.code), 1, -1))]
    severity = next((severities[word] for word in words if word in severities), rule.severity)
    file = hit.place.file.removeprefix(f"{release.name}/") if hit.place else ""
    told = "\0".join((rule.code, file, hit.pointer, hit.mark))
    return Finding(
        code=rule.code,
        name=rule.name,
        message=hit.message,
        pointer=hit.pointer,
        severity=severity,
        place=hit.place,
        fingerprint=hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()[:16],
    )
