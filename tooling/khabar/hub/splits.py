"""Which articles go into which split: ``corpus/splits/*.txt``, one id a line."""

from pathlib import Path

from khabar.problem import KhabarError
from khabar.splitting import read_lists, some


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
    found = read_lists(folder, ids)
    if not found:
        raise KhabarError(f"{folder}: there are no lists (*.txt) in this folder")
    listed = {name for names in found.values() for name in names}
    if missing := sorted(ids - listed):
        raise KhabarError(f"{folder}: in no split: {some(missing)}; `khabar split` adds them")
    return found
