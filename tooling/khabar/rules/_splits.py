"""The splits of a corpus folder, as its lists say: ``splits/*.txt``, one article id a line."""

from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from khabar.problem import Place
from khabar.rules._corpus import corpus_of, is_pass, once
from khabar.rules._index import Index
from khabar.rules._reading import Reading

TRAIN = "train"


class Entry(NamedTuple):
    """A line of a list.

    Attributes:
        id: the article.
        split: the split, which is the stem of the file.
        file: the file.
        line: the line, from 1.
    """

    id: str
    split: str
    file: str
    line: int

    @property
    def place(self) -> Place:
        """Where the id stands; lists have no indent."""
        end = len(self.id) + 1
        return Place(file=self.file, line=self.line, end_line=self.line, end_column=end)


class Splits:
    """The lists of a corpus.

    A list that cannot be read as text counts as empty: its articles are then in no split.
    """

    def __init__(self, root: Path) -> None:
        self.files = sorted((root / "splits").glob("*.txt"))

    @cached_property
    def entries(self) -> list[Entry]:
        """All lines of all lists but the empty ones."""
        return [
            Entry(name, file.stem, str(file), number)
            for file in self.files
            for number, line in enumerate(_text(file).splitlines(), 1)
            if (name := line.strip())
        ]

    @cached_property
    def of(self) -> dict[str, list[str]]:
        """The splits of each article, in the order of the lists; one twice if listed twice."""
        found: dict[str, list[str]] = {}
        for one in self.entries:
            found.setdefault(one.id, []).append(one.split)
        return found


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


class SplitsByCorpus:
    """The splits of the corpora that articles come from, each read once."""

    def __init__(self) -> None:
        self._read: dict[Path, Splits] = {}

    def at(self, root: Path) -> Splits:
        """The splits of a corpus."""
        if root not in self._read:
            self._read[root] = Splits(root)
        return self._read[root]

    def of(self, reading: Reading, index: Index) -> list[str] | None:
        """The splits that list an article; None if its corpus has no lists or it is a pass."""
        return once(index, "splits", lambda: self._of(reading.document.file, index.article.id))

    def _of(self, file: str, name: str) -> list[str] | None:
        root = corpus_of(file)
        if root is None or is_pass(file) or not self.at(root).files:
            return None
        return self.at(root).of.get(name, [])


def listed(splits: list[str]) -> str:
    """The splits of an article in a message; mostly one."""
    return " and ".join(splits)
