"""A built dataset in a folder: its articles split by split, and whether it is what it says."""

import heapq
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from khabar.formats import parquet
from khabar.hub.manifest import MANIFEST, Manifest, Tally, hashes, read_manifest
from khabar.model import Article
from khabar.problem import KhabarError
from khabar.store import line

_SPLIT = re.compile(r"[a-z][a-z0-9_]*")


class Release:
    """A folder as ``khabar hub build`` made it, here or on the hub.

    Args:
        folder: where its files are.
        name: what messages call it; the folder where none is given.

    Raises:
        KhabarError: if the folder has no manifest of ours, or one that no build wrote.
    """

    def __init__(self, folder: Path, name: str = "") -> None:
        self.folder = folder
        self.name = name or str(folder)
        manifest = read_manifest(folder)
        if manifest is None:
            raise KhabarError(
                f"{self.name}: this is no dataset of `khabar hub build` (it has no {MANIFEST})"
            )
        self.manifest: Manifest = manifest
        for split in manifest.articles:
            if not _SPLIT.fullmatch(split):
                raise KhabarError(f"{self.name}: {MANIFEST} names a split {split!r}")

    @cached_property
    def card(self) -> str:
        """The text of its README.

        Raises:
            KhabarError: if it cannot be read.
        """
        try:
            return (self.folder / "README.md").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise KhabarError(f"{self.name}: README.md cannot be read: {error}") from error

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of all its files, with the manifest."""
        return (*self.manifest.files, MANIFEST)

    def articles(self, split: str) -> Iterator[Article]:
        """Yield the articles of a split, sorted by id.

        Raises:
            KhabarError: if a file cannot be read.
        """
        folder = self.folder / "data" / "articles"
        for path in sorted(folder.glob(f"{split}-*.parquet")):
            yield from parquet.read(path)

    def sorted_articles(self) -> Iterator[tuple[str, Article]]:
        """Yield all articles sorted by id, each with its split; one a split is in memory."""
        streams = [self._with_split(split) for split in self.manifest.articles]
        return heapq.merge(*streams, key=lambda pair: pair[1].id)

    def _with_split(self, split: str) -> Iterator[tuple[str, Article]]:
        return ((split, article) for article in self.articles(split))

    def refuse_changed(self) -> None:
        """Let a folder pass only as its build left it.

        Raises:
            KhabarError: naming a file that is missing, changed or not of the build.
        """
        found, said = hashes(self.folder), self.manifest.files
        for path in sorted(found.keys() | said.keys()):
            if path not in found:
                raise KhabarError(f"{self.name}: {path} is missing; build the dataset again")
            if found[path] != said.get(path):
                raise KhabarError(
                    f"{self.name}: {path} was added or changed since the build; build it again"
                )

    def verify(self) -> None:
        """Read everything and compare it with what the manifest says.

        Files by their bytes; the articles, from which all else derives, by their rows as well.

        Raises:
            KhabarError: if a file is missing or differs, or rows are not those that were built.
        """
        found = hashes(self.folder)
        for path, wanted in self.manifest.files.items():
            if found.get(path) != wanted:
                state = "differs from what was built" if path in found else "is missing"
                raise KhabarError(f"{self.name}: {path} {state}")
        for split, table in self.manifest.tables["articles"].items():
            tally = Tally()
            for article in self.articles(split):
                tally.add(line(article))
            if tally.table() != table:
                raise KhabarError(
                    f"{self.name}: the articles of {split} are not those that were built: "
                    f"{tally.table().digest} instead of {table.digest}"
                )
