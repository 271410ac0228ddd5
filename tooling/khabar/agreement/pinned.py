"""Figures of agreement that a corpus keeps beside its passes, so that a card can tell them.

They are taken from a comparison and never written by hand; whoever has the passes can reckon them
again (`recomputed`) and see that they are the same.
"""

from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from khabar.agreement.agree import RESAMPLES, Agreement, Figure, agree
from khabar.agreement.passes import Passes, only, read_passes
from khabar.problem import KhabarError
from khabar.store import write_bytes

NAME = "agreement.json"
"""What the file is called in a corpus."""

_DIGITS = 4


class Pinned(Struct, frozen=True, kw_only=True):
    """The figures of one comparison.

    Attributes:
        name: what was compared, in a few words; no two of a file have one name.
        annotators: whose passes; folders of ``passes/``.
        articles: ids of the articles compared.
        figures: those over everything, with four decimals.
    """

    name: str
    annotators: tuple[str, ...]
    articles: tuple[str, ...]
    figures: tuple[Figure, ...]

    def figure(self, layer: str, measure: str) -> Figure:
        """One figure by its names.

        Raises:
            KeyError: if there is no such figure.
        """
        for one in self.figures:
            if (one.layer, one.measure) == (layer, measure):
                return one
        raise KeyError((layer, measure))


def pinned(agreement: Agreement, name: str) -> Pinned:
    """The figures of a comparison over everything."""
    return Pinned(
        name=name,
        annotators=agreement.annotators,
        articles=agreement.articles,
        figures=tuple(_rounded(one) for one in agreement.figures if one.by == "all"),
    )


def _rounded(figure: Figure) -> Figure:
    def short(value: float | None) -> float | None:
        return None if value is None else round(value, _DIGITS)

    low, high, value = short(figure.low), short(figure.high), short(figure.value)
    return msgspec.structs.replace(
        figure, value=value, low=low, high=high, items=round(figure.items, _DIGITS)
    )


def read_pinned(path: Path) -> tuple[Pinned, ...]:
    """The comparisons in a file; none where there is no such file.

    Raises:
        KhabarError: if the file is damaged.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[Pinned, ...])
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except (OSError, msgspec.MsgspecError) as error:
        raise KhabarError(f"{path}: cannot be read: {error}") from error


def pin(path: Path, one: Pinned) -> None:
    """Put a comparison into a file, in place of the one with its name.

    Raises:
        KhabarError: if the file is damaged or cannot be written.
    """
    there = list(read_pinned(path))
    names = [other.name for other in there]
    if one.name in names:
        there[names.index(one.name)] = one
    else:
        there.append(one)
    write_bytes(path, _encoded(there))


def _encoded(comparisons: Iterable[Pinned]) -> bytes:
    """A figure a line, so that a change shows which one it is."""
    blocks = []
    for one in comparisons:
        figures = ",\n".join(f"      {_json(figure)}" for figure in one.figures)
        blocks.append(
            f'  {{\n    "name": {_json(one.name)},\n    "annotators": {_json(one.annotators)},\n'
            f'    "articles": {_json(one.articles)},\n    "figures": [\n{figures}\n    ]\n  }}'
        )
    return ("[\n" + ",\n".join(blocks) + "\n]\n").encode()


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def recomputed(one: Pinned, passes: Path, resamples: int = RESAMPLES) -> Pinned:
    """The same comparison, reckoned again from the passes.

    Args:
        one: which annotators and articles, and the name.
        passes: the folder that holds theirs.
        resamples: how often articles are drawn anew for the intervals.

    Raises:
        KhabarError: if passes or articles are missing.
    """
    found: Passes = only(read_passes([passes / name for name in one.annotators]), one.articles)
    return pinned(agree(found, resamples=resamples), one.name)
