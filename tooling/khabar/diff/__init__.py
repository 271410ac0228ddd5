"""What changed between two versions of articles, in terms of annotations."""

from khabar.diff.compare import Change, changes, words
from khabar.diff.sources import Difference, compare, diff
from khabar.diff.words import lines, markdown, sentence

__all__ = [
    "Change",
    "Difference",
    "changes",
    "compare",
    "diff",
    "lines",
    "markdown",
    "sentence",
    "words",
]
