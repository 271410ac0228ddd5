"""KH213: punctuation-at-edge.

A span starts or ends with a punctuation mark that is no quotation mark.

Why: two annotators who agree on the words would differ on the span. Quotation marks belong to what
was said, the sentence-final full stop does not.

Left alone are a bracket whose other half is inside, per cent signs, the full stop of a short
abbreviation, and in what was said question marks, exclamation marks and dots of omission.

Bad:
    قالت [سلمى،] نعم

Good:
    قالت [سلمى]، نعم

Fix: leave the mark outside.

See: corpus/guidelines/03-quotes.md Q1
"""

import re
import unicodedata
from collections.abc import Iterator

from khabar.rules._index import QUOTE_MARKS, Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted

_PAIRS = {")": "(", "]": "[", "}": "{"}
_OPENING = {opening: closing for closing, opening in _PAIRS.items()}
_ALLOWED = QUOTE_MARKS | frozenset("%٪‰#@")
_SPOKEN = frozenset("؟?!…")
_ABBREVIATION = re.compile(r"(?:^|[\s.])\w{1,2}\.$")


@rule("KH213", severity="info")
def punctuation_at_edge(index: Index) -> Iterator[Hit]:
    for number in index.odd_edges:
        span, pointer = index.spans[number], index.pointers[number]
        allowed = _ALLOWED | _SPOKEN if "/content/" in pointer else _ALLOWED
        mark = _mark(span.text, allowed)
        if mark:
            message = f"the span {quoted(span.text)} has {quoted(mark)} at its edge"
            yield Hit(message, pointer, span.start, span.end, mark=span.text)


def _mark(words: str, allowed: frozenset[str]) -> str:
    first, last = words[0], words[-1]
    if _is_mark(first, allowed) and _OPENING.get(first, "\0") not in words:
        return first
    if not _is_mark(last, allowed) or _PAIRS.get(last, "\0") in words:
        return ""
    return "" if _ABBREVIATION.search(words) or words.endswith("...") else last


def _is_mark(char: str, allowed: frozenset[str]) -> bool:
    return char not in allowed and unicodedata.category(char).startswith("P")
