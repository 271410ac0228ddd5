"""What can be wrong with articles: one rule, one file; the runner that asks them all.

A rule ``KHnnn`` stands in ``khnnn_the_fault.py`` and is found there. `check` reads documents and
yields findings with their places, `check_article` looks at one article in memory.
"""

from khabar.rules._cache import kept
from khabar.rules._check import check
from khabar.rules._findings import Findings, Stream
from khabar.rules._hub_values import hub_license, size_category
from khabar.rules._licenses import known as known_license
from khabar.rules._reading import MAX_BYTES
from khabar.rules._release import Columns, Parquet, Release, Tree, check_release
from khabar.rules._rule import FAMILIES, PARTS, Rule, chosen, rules
from khabar.rules._run import Checker, check_article
from khabar.rules._workers import passed, pieces, size_of, suited

__all__ = [
    "FAMILIES",
    "MAX_BYTES",
    "PARTS",
    "Checker",
    "Columns",
    "Findings",
    "Parquet",
    "Release",
    "Rule",
    "Stream",
    "Tree",
    "check",
    "check_article",
    "check_release",
    "chosen",
    "hub_license",
    "kept",
    "known_license",
    "passed",
    "pieces",
    "rules",
    "size_category",
    "size_of",
    "suited",
]
