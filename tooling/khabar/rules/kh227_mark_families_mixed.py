"""KH227: mark-families-mixed.

One article has quotation marks of two families: guillemets («»), curly marks (“”), straight marks
(").

Why: mostly two texts were joined, the second of them often not part of the article at all. Marks
within marks of another family are as they should be.

Bad:
    قالت: «سنبدأ غدا». وأضافت: "العمل جاهز".

Good:
    قالت: «سنبدأ غدا». وأضافت: «العمل جاهز».

Fix: none in an annotated text; look whether all of it belongs to the article.

See: corpus/guidelines/03-quotes.md
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._marks import Pair, family, marks
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted


@rule("KH227", severity="info")
def mark_families_mixed(index: Index) -> Iterator[Hit]:
    first: dict[str, Pair] = {}
    end = 0
    for pair in sorted((*marks(index).pairs, *marks(index).reversed)):
        if pair.start >= end:
            first.setdefault(family(pair.first), pair)
            end = pair.end
    if len(first) > 1:
        last = list(first.values())[-1]
        words = quoted(index.text[last.start : last.end])
        families = " and ".join(first)
        message = f"the text has {families} marks, {words} is the first in the last of them"
        yield Hit(message, "/text", last.start, last.end)
