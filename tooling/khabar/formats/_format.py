"""The contract of a format, the walk that finds them, and the account of what one loses.

A format is one module or package of this room with

    NAME       its own name, as people write it
    SUFFIXES   the file suffixes that mean it, longest first
    SUMMARY    what it is, in a phrase
    LOSES      what it cannot carry, as paths of model fields: ``quotes.chain``
    read(source, report) -> Iterator[Article]
    write(articles, target) -> LossReport

A module may have ``OPTIONS``, names of files besides the source that its ``read`` takes by keyword.

Reading streams; what cannot be mapped is told to ``report`` and kept under ``extra`` where that
is possible. Formats from outside come in by the entry point ``khabar.formats``.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol

from msgspec import Struct

import khabar.formats as room
from khabar.model import Article
from khabar.problem import Finding, KhabarError

Report = Callable[[Finding], None]
"""Takes what a reader could not map."""


def ignore(finding: Finding) -> None:
    """Take a finding and do nothing with it."""


class Loss(Struct, frozen=True, kw_only=True):
    """One kind of thing that was dropped.

    Attributes:
        field: path of the model field, as ``quotes.chain``.
        count: how many filled values were dropped.
        examples: the first few, as ``article-id: value``.
    """

    field: str
    count: int
    examples: tuple[str, ...] = ()


class LossReport(Struct, frozen=True, kw_only=True):
    """What writing came to.

    Attributes:
        articles: how many were written.
        losses: what was dropped, by field; empty when nothing was.
    """

    articles: int
    losses: tuple[Loss, ...] = ()


class Format(Protocol):
    """What every format module offers."""

    NAME: str
    SUFFIXES: tuple[str, ...]
    SUMMARY: str
    LOSES: frozenset[str]

    def read(self, source: Path, report: Report = ignore) -> Iterator[Article]:
        """Yield the articles of a file, a folder or ``-``."""

    def write(self, articles: Iterable[Article], target: Path) -> LossReport:
        """Write articles; a broken-off run leaves the old state."""


@cache
def all_formats() -> Mapping[str, Format]:
    """Every format by name: those of this room, then those of entry points.

    Raises:
        KhabarError: if a format from outside takes a name of ours or cannot be loaded.
    """
    found: dict[str, Format] = {}
    for module in pkgutil.iter_modules(room.__path__):
        if not module.name.startswith("_"):
            one: Format = importlib.import_module(f"{room.__name__}.{module.name}")
            found[one.NAME] = one
    for entry in entry_points(group="khabar.formats"):
        if entry.name in found:
            raise KhabarError(f"the format {entry.name} of {entry.value} takes a name of khabar's")
        try:
            found[entry.name] = entry.load()
        except (ImportError, AttributeError) as error:
            raise KhabarError(f"the format {entry.name} cannot be loaded: {error}") from error
    return found


ALIASES = {"huggingface": "parquet", "ls": "label-studio"}


def by_name(name: str) -> Format:
    """A format by its name or alias.

    Raises:
        KhabarError: if there is none of that name.
    """
    formats = all_formats()
    if (one := formats.get(ALIASES.get(name, name))) is None:
        known = ", ".join(sorted([*formats, *ALIASES]))
        raise KhabarError(f"there is no format named {name}; known are {known}")
    return one


def by_path(path: Path) -> Format:
    """The format that a path's suffix means; a folder or a name without suffix means articles.

    Raises:
        KhabarError: if no format claims the suffix.
    """
    formats = all_formats()
    if path.is_dir() or not path.suffix:
        return formats["articles"]
    suffixes = {suffix: one for one in formats.values() for suffix in one.SUFFIXES}
    claims = [suffix for suffix in suffixes if path.name.endswith(suffix)]
    if not claims:
        known = ", ".join(sorted(suffixes))
        raise KhabarError(f"{path}: no format has this suffix; known are {known}; or name one")
    return suffixes[max(claims, key=len)]
