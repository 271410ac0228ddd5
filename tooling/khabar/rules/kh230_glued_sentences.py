"""KH230: glued-sentences.

A sentence ends and the next one begins without a blank between them.

Why: two words become one token, and two sentences one. On pages it is the trace of a lost line
break: a heading or a related article was glued on. Abbreviations (أ.د) and numbers are left alone.

Bad:
    "بدأ العمل.وأضافت سلمى"

Good:
    "بدأ العمل. وأضافت سلمى"

Fix: take the text from the page again (`khabar ingest`), with its line breaks.

See: schema/article.schema.json
"""

import re
from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._scan import places
from khabar.rules._words import quoted

_WORD = "[\u0621-\u064a\u064b-\u0652]"
_GLUED = re.compile(
    f'{_WORD}{{3,}}[»”")]?(?:[.!؟]+|\\.)[»”")]?(?={_WORD}{{2}})|{_WORD}{{3,}}\\.[«“]{_WORD}{{2}}'
)
_STOPS = ".!؟"
_APART = frozenset(" \n0123456789")


@rule("KH230", severity="info")
def glued_sentences(index: Index) -> Iterator[Hit]:
    text = index.text + " "
    after = {text[at + 1] for stop in _STOPS if stop in text for at in places(text, stop)}
    if after <= _APART:
        return
    for found in _GLUED.finditer(index.text):
        end = re.compile(r"\w*").match(index.text, found.end())
        words = found[0] + (end[0] if end else "")
        message = f"two sentences are glued together at {quoted(words)}"
        yield Hit(message, "/text", found.start(), found.start() + len(words), mark=words)
