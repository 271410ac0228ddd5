"""The folder that articles are ingested into: nothing in it is ever overwritten."""

from pathlib import Path
from typing import Literal

from msgspec import Struct

from khabar.ingest.names import digest, digest_of
from khabar.model import Article, annotations
from khabar.problem import KhabarError
from khabar.store import articles_of, read_article, unwritable, write_article

Status = Literal["written", "unchanged", "annotated", "duplicate", "refused"]


class Placed(Struct, frozen=True):
    """What became of an article: a status, the path it has, and why if it was not written."""

    status: Status
    path: str
    reason: str = ""


class Folder:
    """Articles in a folder, one a file, known by id and by the letters of their text.

    Attributes:
        path: the folder; of a corpus that of its articles.
        unreadable: files in it that are no articles, with the reason; they are left alone.
    """

    def __init__(self, path: Path) -> None:
        """Read what is there already and make the folder if it is missing.

        Raises:
            KhabarError: the folder cannot be made or is a file.
        """
        self.path = path = articles_of(path)
        self.unreadable: list[str] = []
        self._ids: dict[str, str] = {}
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(path, error) from error
        for file in sorted(path.glob("*.json")):
            self._learn(file)

    def _learn(self, file: Path) -> None:
        try:
            article = read_article(file)
        except KhabarError as error:
            self.unreadable.append(str(error))
        else:
            self._ids.setdefault(digest(article.text), article.id)

    def place(self, article: Article) -> Placed:
        """Write an article that ingest has built, unless it is there already in whatever form.

        Raises:
            KhabarError: the file cannot be written.
        """
        file = self.path / f"{article.id}.json"
        if file.exists():
            return _compare(file, article)
        key = digest_of(article.id)
        other = self._ids.get(key)
        if other is not None:
            path = str(self.path / f"{other}.json")
            return Placed("duplicate", path, f"the same text is already there as {other}")
        write_article(file, article)
        self._ids[key] = article.id
        return Placed("written", str(file))


def _compare(file: Path, article: Article) -> Placed:
    """Say how the file that has the article's name differs from it."""
    try:
        there = read_article(file)
    except KhabarError as error:
        return Placed("refused", str(file), f"the file of that name is no article: {error}")
    if there == article:
        return Placed("unchanged", str(file))
    if there.text != article.text:
        return Placed("refused", str(file), "an article of that id has another text")
    if next(annotations(there), None) or there.topics or there.status != "raw":
        return Placed("annotated", str(file), "it has been worked on since: left as it is")
    fields = ", ".join(name for name in article.__struct_fields__ if _differs(there, article, name))
    return Placed("refused", str(file), f"the article of that id differs in: {fields}")


def _differs(there: Article, article: Article, field: str) -> bool:
    return bool(getattr(there, field) != getattr(article, field))
