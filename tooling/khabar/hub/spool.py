"""Articles laid out on disk once, to be had again in any order with little in memory."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec
from msgspec import Struct

from khabar.hub.census import Census, census_of_card
from khabar.hub.workers import mapped
from khabar.model import Article
from khabar.problem import KhabarError, Place
from khabar.rules import Checker, rules
from khabar.rules._certificate import Texts
from khabar.rules._declared import story_of
from khabar.store import Document, documents, line, parse

_BATCH = 100
"""Articles that a process checks at a time."""

_ALONE = 3
"""Batches that are checked before other processes are started."""

Spot = tuple[int, int]
"""Where the line of an article stands in the spool: its first byte and its length."""

_decoder = msgspec.json.Decoder(Article)


class _Checked(Struct):
    """Some articles that have no errors.

    Attributes:
        articles: of each its id, its line of JSONL, and the file and line it came from.
        census: what they hold.
    """

    articles: list[tuple[str, bytes, str, int]]
    census: Census


class Spool:
    """Articles in a file, one a line; a set of places is in memory.

    Args:
        path: of the file.

    Attributes:
        path: of the file; other processes read it.
        census: what all articles hold.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.census = census_of_card()
        self._stream = path.open("wb")
        self._places: dict[str, Spot] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stream.close()

    def fill(self, source: Path, workers: int = 1) -> None:
        """Take in the articles of a source, each checked.

        Raises:
            KhabarError: at the first article that has an error, such as an id of another one.
        """
        for batch in mapped(_checked, _batches(documents(source)), workers, alone=_ALONE):
            self.census.merge(batch.census)
            for name, data, file, number in batch.articles:
                if name in self._places:
                    raise KhabarError(
                        f"KH601 the article {name!r} is there twice; `khabar check` says where",
                        place=Place(file=file, line=number),
                    )
                self._places[name] = self._stream.tell(), len(data)
                self._stream.write(data)
        self._stream.flush()
        if not self._places:
            raise KhabarError(f"{source}: there are no articles in it")

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all articles."""
        return frozenset(self._places)

    def texts(self) -> Texts:
        """The texts of all articles and the stories named, as a certificate of splits has them."""
        found = Texts()
        for article, _ in lines(self.path, self.places(sorted(self._places))):
            found.add(article.id, article.text, story_of(article))
        return found

    def places(self, ids: Iterable[str]) -> list[Spot]:
        """Where articles are, in the order asked for."""
        return [self._places[name] for name in ids]


def lines(path: Path, places: Iterable[Spot]) -> Iterator[tuple[Article, bytes]]:
    """Yield the articles at some places of a spool, each with its line of JSONL."""
    with path.open("rb") as stream:
        for start, length in places:
            stream.seek(start)
            data = stream.read(length)
            yield _decoder.decode(data), data


def _batches(found: Iterator[Document]) -> Iterator[list[Document]]:
    while batch := list(islice(found, _BATCH)):
        yield batch


def _checked(batch: list[Document]) -> _Checked:
    """The articles of documents.

    Raises:
        KhabarError: for the first that has an error.
    """
    of_many = [code for code, rule in rules().items() if rule.scope not in ("file", "article")]
    checker = Checker(ignore=of_many)
    done = _Checked([], census_of_card())
    for document in batch:
        _refuse(checker, document)
        article = parse(document)
        done.census.add(article)
        data = line(article) + b"\n"
        done.articles.append((article.id, data, document.file, document.line))
    return done


def _refuse(checker: Checker, document: Document) -> None:
    """Let no article pass that has an error."""
    for finding in checker.document(document):
        if finding.severity == "error":
            message = f"{finding.code} {finding.message}; `khabar check` shows all there is"
            raise KhabarError(message, place=finding.place, pointer=finding.pointer)
