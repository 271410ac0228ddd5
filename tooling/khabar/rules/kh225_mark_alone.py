"""KH225: mark-alone.

A quotation mark has no other half in its paragraph.

Why: where the quoted words end is then anybody's guess. Mostly a mark was lost, or the sentence
with it. Marks behind a number (inches) are left alone.

Bad:
    قالت: «سنبدأ غدا.

Good:
    قالت: «سنبدأ غدا».

Fix: none in an annotated text; where the source has the mark, take it from there.

See: corpus/guidelines/03-quotes.md
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._marks import marks
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted


@rule("KH225", severity="info")
def mark_alone(index: Index) -> Iterator[Hit]:
    text = index.text
    for at in marks(index).alone:
        if text[at] == '"' and text[at - 1 : at].isdigit():
            continue
        message = f"the mark {quoted(text[at])} at offset {at} has no other half in its paragraph"
        yield Hit(message, "/text", at, at + 1, mark=text[at])
