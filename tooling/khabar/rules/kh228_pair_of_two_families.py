"""KH228: pair-of-two-families.

Quoted words open with a mark of one family and close with one of another: «…" or “…".

Why: a program that looks for pairs finds neither half. Mostly one of two marks was corrected.

Bad:
    قالت: «سنبدأ غدا".

Good:
    قالت: «سنبدأ غدا».

Fix: none in an annotated text; the words between are found all the same.

See: corpus/guidelines/03-quotes.md
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._marks import family, marks
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted


@rule("KH228", severity="info")
def pair_of_two_families(index: Index) -> Iterator[Hit]:
    for pair in marks(index).pairs:
        if family(pair.first) != family(pair.last):
            words = index.text[pair.start : pair.end]
            message = f"{quoted(words)} opens with {pair.first} and closes with {pair.last}"
            yield Hit(message, "/text", pair.start, pair.end, mark=words)
