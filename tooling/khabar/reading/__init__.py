"""Reading a corpus as those who train want it: articles, tables, examples for a tokenizer."""

from khabar.reading.examples import Example, TokenExamples
from khabar.reading.loading import Rows, load
from khabar.reading.statistics import pin, stats

__all__ = ["Example", "Rows", "TokenExamples", "load", "pin", "stats"]
