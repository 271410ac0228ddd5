"""KH226: marks-reversed.

Quoted words open with a closing mark and close with an opening one: »…« or ”…“.

Why: in text that runs from right to left the marks turn round on the screen, and whoever corrects
what he sees makes the text wrong for every program.

Bad:
    قالت: »سنبدأ غدا«.

Good:
    قالت: «سنبدأ غدا».

Fix: none in an annotated text; the words between are found all the same.

See: corpus/guidelines/03-quotes.md
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._marks import marks
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted


@rule("KH226", severity="info")
def marks_reversed(index: Index) -> Iterator[Hit]:
    for pair in marks(index).reversed:
        words = index.text[pair.start : pair.end]
        message = f"{quoted(words)} opens with {pair.first} and closes with {pair.last}"
        yield Hit(message, "/text", pair.start, pair.end, mark=words)
