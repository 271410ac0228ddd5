"""The articles of a corpus in the order of their ids, however they lie in files."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from khabar.model import Article
from khabar.problem import KhabarError
from khabar.store import (
    ARTICLES,
    Document,
    article_files,
    documents,
    is_corpus,
    lines,
    parse,
    stretches,
)


class Place(NamedTuple):
    """Where an article lies.

    Attributes:
        id: its id.
        file: its file.
        start: its first byte, of a line of JSONL.
        size: how many bytes it has; 0 for a whole file.
        line: its line.
    """

    id: str
    file: Path
    start: int = 0
    size: int = 0
    line: int = 1

    def document(self) -> Document:
        """Its bytes.

        Raises:
            KhabarError: if the file cannot be read.
        """
        if self.size:
            return next(lines(self.file, self.start, self.size, self.line))
        return next(documents(self.file))


def places(corpus: Path) -> list[Place]:
    """Where the articles of a corpus lie, by id; of the files of single articles by their names.

    Raises:
        KhabarError: if there is no corpus or nothing in it, an id is used twice, or a line of
            JSONL is no article.
    """
    if not is_corpus(corpus):
        raise KhabarError(
            f"{corpus}: this is no corpus: there is no folder {ARTICLES}/ in it; its lists would "
            "stand beside that, in splits/"
        )
    found = sorted(place for file in article_files(corpus, passes=False) for place in _in(file))
    for one, other in pairwise(found):
        if one.id == other.id:
            raise KhabarError(f"{other.file}:{other.line}: {one.file} has an article {one.id} too")
    return found


def _in(file: Path) -> Iterator[Place]:
    if file.suffix == ".json":
        yield Place(file.stem, file)
        return
    for start, size, line in stretches(file, 1):
        for document in lines(file, start, size, line):
            yield Place(parse(document).id, file, start, size, line)


def article(place: Place) -> Article:
    """The article at a place.

    Raises:
        KhabarError: if it is none, or has another id.
    """
    found = parse(place.document())
    if found.id != place.id:
        raise KhabarError(f"{place.file}: the id of the article is {found.id}, unlike its file's")
    return found
