"""What files hold articles: which of a corpus are its articles, which are passes over them.

A corpus is a folder that holds ``articles/``. Beside that it may have ``passes/``, where each
annotator has a folder, and much that is no article: decisions, figures, lists, manuals. Every other
room asks here.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from khabar.problem import KhabarError

ARTICLES = "articles"
PASSES = "passes"
LINE_SUFFIXES = (".jsonl", ".ndjson")
SUFFIXES = (".json", *LINE_SUFFIXES)

_BESIDE = ("metadata.json", "agreement.json")
_BESIDE_ROOMS = ("adjudication", "splits")
"""Files and folders of a corpus that hold JSON, but no articles."""

OWN = ".khabar"
"""The folder in which commands keep what they remember; nothing in it is anybody's work."""

OnError = Callable[[Path, KhabarError], None]
"""Is told of a folder that cannot be listed, and why."""


def is_corpus(folder: Path) -> bool:
    """Whether a folder is a corpus."""
    return (folder / ARTICLES).is_dir()


def is_beside(path: Path) -> bool:
    """Whether a file, or a folder, is one of a corpus that holds no articles by its very purpose.

    Those are its description, its figures of agreement, its decisions and its lists.
    """
    if path.name in (*_BESIDE, *_BESIDE_ROOMS):
        return is_corpus(path.parent)
    return path.parent.name in _BESIDE_ROOMS and is_corpus(path.parent.parent)


def articles_of(source: Path) -> Path:
    """Where the articles of a source are: of a corpus in its ``articles/``, else in itself."""
    return source / ARTICLES if is_corpus(source) else source


def passes_of(corpus: Path) -> dict[str, list[Path]]:
    """The files of each annotator's passes in a corpus; none of any other folder.

    An annotator is called as her folder in ``passes/``; what lies beside the folders is nobody's,
    which is "".

    Raises:
        KhabarError: if a folder cannot be listed.
    """
    found: dict[str, list[Path]] = {}
    room = corpus / PASSES
    if is_corpus(corpus) and room.is_dir():
        for file in sorted(_walked(room, (), _raise)):
            inside = file.relative_to(room).parts[:-1]
            found.setdefault(inside[0] if inside else "", []).append(file)
    return found


def article_files(
    folder: Path, on_error: OnError | None = None, *, passes: bool = True
) -> list[Path]:
    """The files of a folder that hold articles, sorted by path.

    Of a corpus, wherever in the folder it lies, these are the articles and the passes; of another
    folder all ``.json`` and ``.jsonl`` files.

    Args:
        folder: the folder.
        on_error: is told of folders in it that cannot be listed; without it the first is raised.
        passes: whether the passes of a corpus are wanted, not only its articles.

    Raises:
        KhabarError: if the folder holds none, or one in it cannot be listed.
    """
    errors: dict[Path, KhabarError] = {}
    rooms = (ARTICLES, PASSES) if passes else (ARTICLES,)
    files = list(_walked(folder, rooms, errors.__setitem__))
    if not files and not errors:
        raise KhabarError(f"{folder}: there are no articles in this folder")
    for path, error in errors.items():
        if on_error is None or not files:
            raise error
        on_error(path, error)
    return sorted(files)


def _walked(room: Path, rooms: tuple[str, ...], on_error: OnError) -> Iterator[Path]:
    """Yield the files below a folder; of a corpus, if rooms are named, only those in these."""

    def told(error: OSError) -> None:
        path = Path(error.filename)
        on_error(path, unreadable(path, error))

    for folder, folders, files in os.walk(room, onerror=told):
        if ARTICLES in folders and rooms:
            for one in sorted(set(rooms).intersection(folders)):
                yield from _walked(Path(folder, one), (), on_error)
            folders.clear()
            continue
        if rooms and is_beside(Path(folder)):
            folders.clear()
            continue
        folders[:] = [one for one in folders if one != OWN]
        for name in (*folders, *files):
            if name.endswith(SUFFIXES):
                found = Path(folder, name)
                if found.suffix in SUFFIXES:
                    yield found


def _raise(_path: Path, error: KhabarError) -> None:
    raise error


def unreadable(path: Path, error: OSError) -> KhabarError:
    """The error for a path that the system will not let us read."""
    reason = error.strerror or str(error)
    return KhabarError(f"{path}: cannot be read: {reason.lower()}", code="KH001")
