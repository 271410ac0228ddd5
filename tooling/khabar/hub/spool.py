"""Articles laid out on disk once, to be had again in any order with little in memory."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import msgspec

from khabar.model import Article
from khabar.problem import KhabarError
from khabar.rules import Checker, rules
from khabar.store import Document, documents, line, parse

_OF_THE_CORPUS = [
    code for code, rule in rules().items() if rule.scope == "corpus" and code != "KH601"
]
"""What a build does not ask: rules that compare articles; it looks after splits itself."""


class Spool:
    """Articles in a temporary file that goes away by itself; a set of places is in memory.

    Args:
        folder: where the temporary file is to be.
    """

    def __init__(self, folder: Path) -> None:
        self._stream = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by `__exit__`
        self._places: dict[str, tuple[int, int]] = {}
        self._decoder = msgspec.json.Decoder(Article)

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stream.close()

    def fill(self, source: Path) -> None:
        """Take in the articles of a source, each checked.

        Raises:
            KhabarError: at the first article that has an error, such as an id of another one.
        """
        checker = Checker(ignore=_OF_THE_CORPUS)
        for document in documents(source):
            _refuse(checker, document)
            self._add(parse(document))
        if not self._places:
            raise KhabarError(f"{source}: there are no articles in it")

    def _add(self, article: Article) -> None:
        data = line(article) + b"\n"
        self._places[article.id] = self._stream.seek(0, 2), len(data)
        self._stream.write(data)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all articles."""
        return frozenset(self._places)

    def lines(self, ids: list[str]) -> Iterator[tuple[Article, bytes]]:
        """Yield articles in the order asked for, each with its line of JSONL."""
        for name in ids:
            start, length = self._places[name]
            self._stream.seek(start)
            data = self._stream.read(length)
            yield self._decoder.decode(data), data


def _refuse(checker: Checker, document: Document) -> None:
    """Let no article pass that has an error."""
    for finding in checker.document(document):
        if finding.severity == "error":
            message = f"{finding.code} {finding.message}; `khabar check` shows all there is"
            raise KhabarError(message, place=finding.place, pointer=finding.pointer)
