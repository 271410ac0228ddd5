"""The splits of a corpus folder, as its lists say: ``splits/*.txt``, one article id a line."""

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from khabar.model import Article
from khabar.problem import Place
from khabar.rules._corpus import Articles, Spot, corpus_of, is_pass, once
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.schema import broadest

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


class Across:
    """The articles that have passed, by their splits, to see which two stand in different ones."""

    def __init__(self) -> None:
        self._articles, self._splits = Articles(), SplitsByCorpus()
        self._own: dict[str, list[str]] = {}

    def of(self, reading: Reading, index: Index) -> list[str]:
        """The splits of an article, which is noted; none of a pass or without lists."""
        mine = self._splits.of(reading, index)
        if not mine or not self._articles.new(reading, index):
            return []
        self._own[index.article.id] = mine
        return mine

    def apart(self, mine: list[str], spot: Spot) -> str | None:
        """The splits of an earlier article in words, if it is in one that is not among `mine`."""
        theirs = self._own.get(spot.id, mine)
        return listed(theirs) if set(theirs) - set(mine) else None


Label = tuple[str, str]
"""A kind of annotation and a label that it has: ``("mention", "PER")``."""


def labels(index: Index) -> list[tuple[Label, str]]:
    """The labels of an article's annotations, each with its JSON pointer; worked out once."""
    return once(index, "labels", lambda: list(_labels(index.article)))


def _labels(article: Article) -> Iterator[tuple[Label, str]]:
    for at, mention in enumerate(article.mentions):
        yield ("mention", mention.type), f"/mentions/{at}/type"
    for at, entity in enumerate(article.entities):
        yield ("entity", entity.type), f"/entities/{at}/type"
    for at, quote in enumerate(article.quotes):
        if quote.type is not None:
            yield ("quote", quote.type), f"/quotes/{at}/type"
    for at, stance in enumerate(article.stances):
        yield ("stance", stance.label), f"/stances/{at}/label"


def strata(index: Index) -> Counter[Label]:
    """What splits are to have alike of an article: its labels, and the broadest of its main topic.

    Values are how many annotations have the label.
    """
    found = Counter(label for label, _ in labels(index))
    if index.article.topics:
        found["topic", broadest(index.article.topics[0])] += 1
    return found
