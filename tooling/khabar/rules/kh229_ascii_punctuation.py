"""KH229: ascii-punctuation.

A comma, semicolon or question mark after an Arabic word is the ASCII one: , ; ? for ، ؛ ؟.

Why: a program that parts Arabic sentences looks for the Arabic signs, and the question is not seen
as one.

Bad:
    "قالت سلمى, وزيرة النقل"

Good:
    "قالت سلمى، وزيرة النقل"

Fix: none in an annotated text; one for one, it would move no offset.

See: corpus/guidelines/03-quotes.md
"""

import re
from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._scan import has

_ASCII = re.compile('(?<=[\u0621-\u064a\u064b-\u0652»])[ "”)]?([,;?])')


@rule("KH229", severity="info")
def ascii_punctuation(index: Index) -> Iterator[Hit]:
    if not has(index.text, ",;?"):
        return
    found = list(_ASCII.finditer(index.text))
    if found:
        at = found[0].start(1)
        signs = " ".join(sorted({one[1] for one in found}))
        message = f"ASCII {signs} after an Arabic word: {len(found)}, first at offset {at}"
        yield Hit(message, "/text", at, at + 1)
