"""JSONL: one article a line, everything carried."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from khabar.formats._format import LossReport, Report, ignore
from khabar.model import Article
from khabar.store import read_articles, write_lines

NAME = "jsonl"
SUFFIXES = (".jsonl", ".ndjson")
SUMMARY = "one article a line"
LOSES: frozenset[str] = frozenset()


def read(source: Path, report: Report = ignore) -> Iterator[Article]:  # noqa: ARG001
    """Yield the articles of a file or ``-``, one line at a time.

    Raises:
        KhabarError: with the place, at the first line that is not an article.
    """
    return read_articles(source)


def write(articles: Iterable[Article], target: Path) -> LossReport:
    """Write articles one a line, in the order given.

    Raises:
        KhabarError: if the file cannot be written.
    """
    return LossReport(articles=write_lines(target, articles))
