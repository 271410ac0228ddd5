"""Pulled annotations into files: passes of their own, or the articles themselves."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from khabar.formats.label_studio import laid, part
from khabar.model import Article
from khabar.problem import KhabarError
from khabar.store import dumps, read_article, write_article, write_bytes
from khabar.studio.private import read_private, write_private
from khabar.studio.pull import Pulled, Refused

LAST_PULLED = "pulled.json"
"""File of the studio's folder that remembers what `Corrections` wrote, to tell it from edits."""

_TOGETHER = 50
"""Articles that are corrected between two writes of that file, and passes written in one go."""


def write_passes(
    items: Iterable[Pulled], folder: Path, refuse: Callable[[Refused], None]
) -> Iterator[Path]:
    """Write each annotator's articles to ``folder/PSEUDONYM/ID.json``; yield what changed.

    What a project of one layer gives is laid into the pass that is there.

    Args:
        items: what was pulled.
        folder: the folder of the passes.
        refuse: hears what cannot be laid into a pass, and why.

    Raises:
        KhabarError: if a file cannot be read or written.
    """
    rooms: dict[str, Path] = {}
    made: dict[Path, bytes] = {}
    for one in items:
        if one.annotator is None:
            continue
        if (room := rooms.get(one.annotator)) is None:
            room = rooms[one.annotator] = folder / one.annotator
            _sweep(room)
        path = room / f"{one.article.id}.json"
        if path in made or len(made) == _TOGETHER:  # what is laid into a pass is laid into its file
            yield from _written(made)
        start = read_article(path) if one.layer and path.exists() else None
        try:
            made[path] = dumps(laid(start, one.article, one.layer))
        except KhabarError as error:
            refuse(Refused(article=one.article.id, reason=str(error)))
    yield from _written(made)


def _written(made: dict[Path, bytes]) -> Iterator[Path]:
    """Write files, and forget them; yield what changed."""
    yield from [path for path, data in made.items() if write_bytes(path, data)]
    made.clear()


def _sweep(folder: Path) -> None:
    """Remove what a run has left that was killed while it wrote a file."""
    for left in folder.glob(".*.json.*.tmp"):
        left.unlink(missing_ok=True)


class Corrections:
    """Annotations written into the articles themselves.

    An article is left alone, with the reason, when several people annotated it and none of them
    for certain, or when it was edited here after it went out: one of the two edits would be lost.

    Args:
        files: the files of the corpus by article id.
        project: names the project across servers, as ``URL#number``.
        home: the studio's folder.

    Raises:
        KhabarError: if the memory of the last time cannot be read.
    """

    def __init__(self, files: Mapping[str, Path], project: str, home: Path) -> None:
        self._files = files
        self._project = project
        self._memory = home / LAST_PULLED
        self._last = read_private(self._memory)
        self.refused: list[Refused] = []

    def write(self, groups: Iterable[Sequence[Pulled]]) -> Iterator[Path]:
        """Write what the annotators of each article say; yield the files that changed.

        Raises:
            KhabarError: if a file cannot be written.
        """
        source, swept = iter(groups), set[Path]()
        while some := list(islice(source, _TOGETHER)):
            wanted = [made for group in some if (made := self._corrected(group))]
            # Written down first: of an article that is then not written, nothing is remembered
            # wrong.
            if wanted:
                write_private(self._memory, self._last)
            for article in wanted:
                if (folder := self._files[article.id].parent) not in swept:
                    swept.add(folder)
                    _sweep(folder)
                if write_article(self._files[article.id], article):
                    yield self._files[article.id]

    def _corrected(self, group: Sequence[Pulled]) -> Article | None:
        items = [one for one in group if one.annotator is not None]
        if not items:
            return None
        name = items[0].article.id
        key = f"{self._project}/{name}"
        chosen = items if len(items) == 1 else [one for one in items if one.ground_truth]
        try:
            _refuse_unclear(items, chosen, self._last.get(key))
            (one,) = chosen
            article = laid(one.before, one.article, one.layer)
        except KhabarError as error:
            self.refused.append(Refused(article=name, reason=str(error)))
            return None
        self._last[key] = _digest(article, one.layer)
        return article


def _refuse_unclear(items: Sequence[Pulled], chosen: Sequence[Pulled], last: str | None) -> None:
    if len(chosen) != 1:
        names = ", ".join(str(one.annotator) for one in items)
        raise KhabarError(
            f"annotated by {names}: that asks for adjudication; pull them as passes, or mark one "
            "as the ground truth"
        )
    (one,) = chosen
    here = part(one.before, one.layer)
    known = here in (part(one.base, one.layer), part(one.article, one.layer))
    if not known and _digest(one.before, one.layer) != last:
        raise KhabarError("edited here since it was pushed; push it again, or pull passes")


def _digest(article: Article, layer: str | None) -> str:
    return hashlib.sha256(dumps(part(article, layer))).hexdigest()
