"""Who worked how long on what: kept beside the passes for figures to be made later.

``corpus/work.tsv`` has a line for each annotator, article and layer: what became of it, and the
seconds that Label Studio counted. Times of the day are left out: they say when somebody works.
"""

from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from khabar.problem import KhabarError
from khabar.store import write_bytes

FILE = "work.tsv"
_OUTCOMES = ("submitted", "skipped", "draft", "unsaved")


class Work(Struct, frozen=True, kw_only=True):
    """One annotator's work on one article.

    Attributes:
        annotator: the pseudonym.
        article: the article's id.
        layer: the layer that the page showed, ``all`` for all.
        outcome: ``submitted``, ``skipped``, begun and not submitted (``draft``), or changes to a
            submitted annotation that were not (``unsaved``).
        seconds: how long it took, as Label Studio counts; None if it does not say.
        started: ``prediction`` if it began from one, else empty.
        ground_truth: whether somebody marked it as the one that holds.
    """

    annotator: str
    article: str
    layer: str
    outcome: str
    seconds: float | None = None
    started: str = ""
    ground_truth: bool = False


_HEAD = "\t".join(Work.__struct_fields__)


def read_work(path: Path) -> list[Work]:
    """The lines of a file of work; none when there is no file.

    Raises:
        KhabarError: with the line, if the file is not what `write_work` writes.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise KhabarError(f"{path}: cannot be read: {error}") from error
    if lines[:1] != [_HEAD]:
        raise KhabarError(f"{path}:1: the columns are not {_HEAD.split()}")
    return [_parsed(path, number, line) for number, line in enumerate(lines[1:], 2)]


def write_work(path: Path, work: Iterable[Work]) -> bool:
    """Add lines to a file of work; a newer one takes the place of one on the same.

    Returns:
        Whether anything changed.

    Raises:
        KhabarError: if the file cannot be read or written.
    """
    fresh = list(work)
    if not fresh:
        return False
    seen = {_subject(one) for one in fresh}
    kept = [one for one in read_work(path) if _subject(one) not in seen]
    rows = sorted({_row(one) for one in (*kept, *fresh)})
    return write_bytes(path, ("\n".join([_HEAD, *rows]) + "\n").encode())


def _subject(one: Work) -> tuple[str, ...]:
    return one.annotator, one.article, one.layer


def _row(one: Work) -> str:
    values = msgspec.structs.astuple(one)
    return "\t".join(_cell(value) for value in values)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else str(value)


def _parsed(path: Path, number: int, line: str) -> Work:
    cells = line.split("\t")
    try:
        annotator, article, layer, outcome, seconds, started, truth = cells
        return Work(
            annotator=annotator,
            article=article,
            layer=layer,
            outcome=_OUTCOMES[_OUTCOMES.index(outcome)],
            seconds=float(seconds) if seconds else None,
            started=started,
            ground_truth=truth == "yes",
        )
    except ValueError as error:
        raise KhabarError(f"{path}:{number}: no line of work: {line!r}") from error
