"""CoNLL: one token a line, its mentions in three columns of IOB2 tags, the outermost first."""

from collections.abc import Iterable
from pathlib import Path

from khabar.formats._format import LossReport
from khabar.formats.conll.reading import read
from khabar.formats.conll.writing import LOSES, write_tagged
from khabar.model import Article

__all__ = ["LOSES", "NAME", "SUFFIXES", "SUMMARY", "read", "write"]

NAME = "conll"
SUFFIXES = (".conll", ".bio")
SUMMARY = "one token a line with its mentions as IOB2 tags, proclitics cut off"


def write(articles: Iterable[Article], target: Path) -> LossReport:
    """Write articles with words cut where a mention begins after a proclitic.

    Raises:
        KhabarError: if the file cannot be written.
    """
    return write_tagged(articles, target, cutting=True)
