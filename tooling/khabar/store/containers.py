"""Files that carry articles in a form of their own, as Parquet does, read as documents.

A format of a room above says how its files are read; until then they are files like any other.
Only reading knows them: what writes articles back goes by `khabar.store.documents`, for which such
a file is no article.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from khabar.problem import KhabarError
from khabar.store.files import STDIN, Document, documents
from khabar.store.folders import OnError, article_files


class Container(NamedTuple):
    """How the files of a format are read as documents.

    Attributes:
        documents: yields the articles of a file as lines of JSONL would have them; the line of a
            document is its number in the file, from 1.
        dataset: the files with articles in a folder that is laid out as a dataset; none in others.
        loose: the files of the format that lie directly in a folder.
    """

    documents: Callable[[Path], Iterator[Document]]
    dataset: Callable[[Path], list[Path]]
    loose: Callable[[Path], list[Path]]


containers: dict[str, Container] = {}
"""By the suffix of their files."""


def contents(source: str | Path) -> Iterator[Document]:
    """Yield the articles' bytes as `khabar.store.documents` does, and those of other containers.

    Raises:
        KhabarError: if the source is missing or cannot be read.
    """
    path = Path(source)
    container = containers.get(path.suffix)
    if str(source) != STDIN and container is not None and not path.is_dir():
        return container.documents(path)
    return documents(source)


def contents_files(
    folder: Path, on_error: OnError | None = None, *, passes: bool = True
) -> list[Path]:
    """The files of a folder that hold articles, in other containers where there are no others.

    Args:
        folder: the folder.
        on_error: is told of folders in it that cannot be listed; without it the first is raised.
        passes: whether the passes of a corpus are wanted, not only its articles.

    Raises:
        KhabarError: if the folder holds none, or one in it cannot be listed.
    """
    for one in containers.values():
        if files := one.dataset(folder):
            return files
    try:
        return article_files(folder, on_error, passes=passes)
    except KhabarError as error:
        loose = [file for one in containers.values() for file in one.loose(folder)]
        if not loose or error.code is not None:
            raise
        return loose
