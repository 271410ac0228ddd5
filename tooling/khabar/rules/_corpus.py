"""What corpus rules share about a document: which article of which corpus it is.

The first rule that asks about a document pays for the answer; it is kept with the index of the
article and goes with it. What rules remember beyond that is small: places, digests and counts.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path, PurePath
from typing import NamedTuple, TypeVar, cast

from khabar.problem import KhabarError
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.store import (
    ARTICLES,
    PASSES,
    Document,
    article_files,
    containers,
    contents,
    is_corpus,
)

_T = TypeVar("_T")

ADJUDICATION = "adjudication"

_FILES = 64
"""Of so many files it is remembered what they are: all rules ask of one before the next."""


class Spot(NamedTuple):
    """Where an article stands.

    Attributes:
        id: its id.
        file: the file as given.
        line: the line on which its document starts, from 1.
        in_lines: whether it is a line of JSONL.
    """

    id: str
    file: str
    line: int
    in_lines: bool

    def __str__(self) -> str:
        """The id with file and line, as messages name the other place."""
        return f"{self.id} ({self.file}:{self.line})"


def once(index: Index, name: str, answer: Callable[[], _T]) -> _T:
    """An answer about an article that several rules want, worked out by the first that asks."""
    known = index.__dict__
    if name not in known:
        known[name] = answer()
    return cast("_T", known[name])


def spot(reading: Reading, index: Index) -> Spot:
    """Where an article stands; one object for all rules."""
    document = reading.document
    return once(
        index,
        "spot",
        lambda: Spot(index.article.id, document.file, document.line, document.in_lines),
    )


class Articles:
    """Tells articles from passes: the first document with an id is the article.

    Documents in a folder ``passes/`` never are.
    """

    def __init__(self) -> None:
        self._ids: set[str] = set()

    def new(self, reading: Reading, index: Index) -> bool:
        """Whether a document is an article, not one more pass over it."""
        return once(index, "new", lambda: self._is_new(reading, index.article.id))

    def _is_new(self, reading: Reading, name: str) -> bool:
        if name in self._ids or is_pass(reading.document.file):
            return False
        self._ids.add(name)
        return True


@cache
def _room(folder: str) -> tuple[str, Path] | None:
    """Whether a folder lies in the articles or the passes of a corpus, and the corpus."""
    path = PurePath(folder)
    for above in (path, *path.parents):
        if above.name in (ARTICLES, PASSES):
            return above.name, Path(above.parent)
    return None


@cache
def _room_around(folder: Path) -> tuple[str, Path] | None:
    """The same by the folders above, of which the user need not have known."""
    found = _room(str(folder))
    return found if found and _is_corpus(found[1]) else None


@lru_cache(_FILES)
def is_pass(file: str) -> bool:
    """Whether a file lies in a folder of passes, were it named from within."""
    folder = str(PurePath(file).parent)
    found = _room(folder) or _room_around(Path(folder).absolute())
    return found is not None and found[0] == PASSES


@lru_cache(_FILES)
def corpus_of(file: str) -> Path | None:
    """The corpus folder in whose ``articles/`` or ``passes/`` a file lies.

    A dataset is laid out alike, but keeps no passes, splits or census to hold it to.
    """
    if PurePath(file).suffix in containers:
        return None
    found = _room(str(PurePath(file).parent))
    return found[1] if found and _is_corpus(found[1]) else None


_is_corpus = cache(is_corpus)


class Folders:
    """Which files of which corpus folders have passed."""

    def __init__(self) -> None:
        self._seen: dict[Path, set[str]] = {}

    def note(self, reading: Reading) -> Path | None:
        """Take note of a document; the corpus it belongs to, if any."""
        file = reading.document.file
        root = corpus_of(file)
        if root is not None:
            self._seen.setdefault(root, set()).add(file)
        return root

    def whole(self) -> Iterator[Path]:
        """The corpora all of whose files have passed: nothing less can be said to be wanting."""
        for root, seen in self._seen.items():
            if all(str(file) in seen for file in article_files(root)):
                yield root


def whole_file(file: Path, data: bytes = b"") -> Document:
    """A file of a corpus that holds no article, as a document in which findings have a place."""
    return Document(str(file), 1, data)


def again(wanted: Mapping[Spot, _T]) -> Iterator[tuple[Document, _T]]:
    """Read documents once more, in the order of their files, each with what is wanted of it.

    A document that cannot be read a second time, as from standard input, comes without its bytes.
    """
    files: dict[str, list[Spot]] = {}
    for one in wanted:
        files.setdefault(one.file, []).append(one)
    for file, spots in files.items():
        at = {one.line: one for one in spots}
        for document in _read(file, at):
            one = at.pop(document.line)
            yield document, wanted[one]
        for line, one in at.items():
            yield Document(file, line, b"", one.in_lines), wanted[one]


def _read(file: str, lines: Mapping[int, Spot]) -> Iterator[Document]:
    path = Path(file)
    if not path.is_file():
        return
    last = max(lines)
    try:
        for document in contents(path):
            if document.line in lines:
                yield document
            if document.line >= last:
                return
    except KhabarError:
        return
