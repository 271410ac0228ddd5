"""What can be wrong with articles: one rule, one file; the runner that asks them all.

A rule ``KHnnn`` stands in ``khnnn_the_fault.py`` and is found there. `check` reads documents and
yields findings with their places, `check_article` looks at one article in memory.
"""

from khabar.rules._findings import Findings
from khabar.rules._reading import MAX_BYTES
from khabar.rules._rule import FAMILIES, PARTS, Rule, chosen, rules
from khabar.rules._run import Checker, check, check_article, check_with

__all__ = [
    "FAMILIES",
    "MAX_BYTES",
    "PARTS",
    "Checker",
    "Findings",
    "Rule",
    "check",
    "check_article",
    "check_with",
    "chosen",
    "rules",
]
