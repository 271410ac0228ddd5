"""CoNLL with whole words: a mention takes in its proclitic, as in ANERcorp and Wojood."""

from collections.abc import Iterable
from pathlib import Path

from khabar.formats._format import LossReport
from khabar.formats.conll.reading import read
from khabar.formats.conll.writing import LOSES, write_tagged
from khabar.model import Article

__all__ = ["LOSES", "NAME", "SUFFIXES", "SUMMARY", "read", "write"]

NAME = "conll-whole"
SUFFIXES = (".whole.conll", ".whole.bio")
SUMMARY = "one token a line, whole words: a mention takes in its proclitic"


def write(articles: Iterable[Article], target: Path) -> LossReport:
    """Write articles with the words as they stand.

    Raises:
        KhabarError: if the file cannot be written.
    """
    return write_tagged(articles, target, cutting=False)
