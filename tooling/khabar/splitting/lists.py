"""The lists of a corpus: ``splits/<name>.txt``, one article id a line."""

import re
from collections.abc import Mapping
from pathlib import Path

from khabar.problem import KhabarError
from khabar.store import write_bytes

FOLDER = "splits"
FIRST = ("train", "validation", "test")
"""The usual names, in their order; others come after."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_SHOWN = 5


def list_files(folder: Path) -> list[Path]:
    """The files of the lists in a folder, `FIRST` before others."""
    return sorted(folder.glob("*.txt"), key=lambda file: (_rank(file.stem), file.stem))


def _rank(name: str) -> int:
    return FIRST.index(name) if name in FIRST else len(FIRST)


def named(name: str) -> bool:
    """Whether a split can have this name: as `datasets` wants it, and not ``all``.

    Example:
        >>> named("dev"), named("Dev set"), named("all")
        (True, False, False)
    """
    return _NAME.fullmatch(name) is not None and name != "all"


def read_lists(folder: Path, ids: frozenset[str] | None = None) -> dict[str, list[str]]:
    """The ids in each list of a folder, sorted; nothing where there is no list.

    Args:
        folder: where the lists are.
        ids: the articles there are, if that is known.

    Raises:
        KhabarError: if a list names an article twice, or one that is not there or stands in
            another list, or is empty or badly named.
    """
    found: dict[str, list[str]] = {}
    owner: dict[str, Path] = {}
    for file in list_files(folder):
        if not named(file.stem):
            raise KhabarError(f"{file}: {file.stem!r} is no name for a split")
        found[file.stem] = _ids(file, ids, owner)
    return found


def _ids(file: Path, ids: frozenset[str] | None, owner: dict[str, Path]) -> list[str]:
    """The ids in a list; `owner` takes note of them."""
    listed = []
    for number, text in enumerate(_text(file).splitlines(), 1):
        name = text.strip()
        if not name:
            continue
        if ids is not None and name not in ids:
            raise KhabarError(f"{file}:{number}: there is no article {name}")
        if name in owner:
            raise KhabarError(f"{file}:{number}: {name} is listed in {owner[name].name} already")
        owner[name] = file
        listed.append(name)
    if not listed:
        raise KhabarError(f"{file}: there are no ids in this list")
    return sorted(listed)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise KhabarError(f"{file}: cannot be read: {(error.strerror or '').lower()}") from error
    except UnicodeDecodeError as error:
        raise KhabarError(f"{file}: the file is not UTF-8") from error


def list_data(ids: list[str]) -> bytes:
    """The bytes of a list: its ids, sorted, one a line."""
    return "".join(f"{one}\n" for one in sorted(ids)).encode()


def write_lists(folder: Path, splits: Mapping[str, list[str]]) -> list[Path]:
    """Write the lists of a folder; each file is replaced as a whole.

    Returns:
        The files that changed.

    Raises:
        KhabarError: if a file cannot be written.
    """
    files = {folder / f"{name}.txt": list_data(ids) for name, ids in splits.items()}
    return [file for file, data in files.items() if write_bytes(file, data)]


def some(names: list[str]) -> str:
    """The first few of many names, and how many more there are.

    Example:
        >>> some(["a", "b", "c", "d", "e", "f", "g"])
        'a, b, c, d, e and 2 more'
    """
    shown = ", ".join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown} and {len(names) - _SHOWN} more"
