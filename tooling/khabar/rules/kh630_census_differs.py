"""KH630: census-differs.

A number of the census in metadata.json is not what the articles of the corpus hold.

Why: the census is what readers are told, and a change of the annotations that nobody meant shows
here first.

Bad:
    "census": {"articles": {"annotated": 5}} and six annotated articles

Good:
    "census": {"articles": {"annotated": 6}} and six annotated articles

Fix: look at what was added or lost; if that was meant, `khabar stats --pin CORPUS` writes all
numbers anew.

See: docs/stats.md
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from khabar.census import (
    METADATA,
    Census,
    Difference,
    differences,
    pinned,
    read_census,
    subjects_of,
)
from khabar.problem import KhabarError
from khabar.rules._corpus import Folders, is_pass, whole_file
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.store import Document


class _Stated(NamedTuple):
    """What the metadata of a corpus states, and what its articles hold of that."""

    numbers: dict[str, object]
    census: Census


class _Censuses:
    """Of a corpus only what its metadata states is counted."""

    def __init__(self) -> None:
        self._folders = Folders()
        self._stated: dict[Path, _Stated] = {}

    def __call__(self, reading: Reading, index: Index) -> Iterator[Hit]:
        root = self._folders.note(reading)
        if root is not None and not is_pass(reading.document.file):
            self._of(root).census.add(index.article)
        yield from ()

    def _of(self, root: Path) -> _Stated:
        if root not in self._stated:
            numbers = _numbers(root / METADATA)
            self._stated[root] = _Stated(numbers, Census(subjects=subjects_of(numbers)))
        return self._stated[root]

    def finish(self) -> Iterator[tuple[Document, Hit]]:
        """Yield the numbers that differ, of corpora that were read as a whole."""
        for root in self._folders.whole():
            numbers, census = self._of(root)
            if numbers:
                file = root / METADATA
                document = whole_file(file, file.read_bytes())
                for one in differences(numbers, pinned(census)):
                    yield document, _hit(one, root)


def _numbers(file: Path) -> dict[str, object]:
    """The census of the metadata; nothing if there is none that can be read."""
    try:
        return read_census(file)
    except KhabarError:
        return {}


def _hit(one: Difference, root: Path) -> Hit:
    what = f"{one.subject} {one.label}".rstrip()
    message = (
        f"the census has {one.said} {what}, the articles have {one.found}; "
        f"`khabar stats --pin {root}` counts anew"
    )
    pointer = f"/census/{one.subject}/{one.label}" if one.label else f"/census/{one.subject}"
    return Hit(message, pointer, mark=what)


@rule("KH630", scope="corpus", severity="error")
def census_differs() -> Watch:
    return _Censuses()
