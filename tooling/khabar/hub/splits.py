"""Which articles go into which split: ``corpus/splits/*.txt``, one id a line."""

import re
from pathlib import Path

from khabar.problem import KhabarError

_FIRST = ("train", "validation", "test")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_SHOWN = 5


def read_splits(folder: Path, ids: frozenset[str]) -> dict[str, list[str]]:
    """The ids of each split, sorted; everything in ``train`` where there is no folder.

    Args:
        folder: where the lists are.
        ids: the articles there are.

    Raises:
        KhabarError: if an article is in no split or in two, or a list names one that is not there,
            is empty or badly named.
    """
    if not folder.is_dir():
        return {"train": sorted(ids)}
    files = sorted(folder.glob("*.txt"), key=lambda file: (_rank(file.stem), file.stem))
    if not files:
        raise KhabarError(f"{folder}: there are no lists (*.txt) in this folder")
    found: dict[str, list[str]] = {}
    owner: dict[str, Path] = {}
    for file in files:
        found[_name(file)] = _ids(file, ids, owner)
    if missing := sorted(ids - owner.keys()):
        raise KhabarError(f"{folder}: in no split: {_some(missing)}")
    return found


def _rank(name: str) -> int:
    return _FIRST.index(name) if name in _FIRST else len(_FIRST)


def _name(file: Path) -> str:
    if not _NAME.fullmatch(file.stem) or file.stem == "all":
        raise KhabarError(f"{file}: {file.stem!r} is no name for a split")
    return file.stem


def _ids(file: Path, ids: frozenset[str], owner: dict[str, Path]) -> list[str]:
    """The ids in a list; `owner` takes note of them."""
    listed = []
    for number, text in enumerate(_text(file).splitlines(), 1):
        name = text.strip()
        if not name:
            continue
        if name not in ids:
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


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown} and {len(names) - _SHOWN} more"
