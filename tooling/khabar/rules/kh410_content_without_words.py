"""KH410: content-without-words.

The content of a quote, or a part of it, has no letter and no digit: marks and blanks only.

Why: nothing was said. It is what remains of a quote whose words were cut away, or a slip of the
mouse.

Bad:
    قالت: [«»]

Good:
    قالت: [«سنبدأ غدا»]

Fix: give the part its words, or remove it.

See: corpus/guidelines/03-quotes.md
"""

import re
from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted

_WORD = re.compile(r"[^\W_]")


@rule("KH410", severity="error")
def content_without_words(index: Index) -> Iterator[Hit]:
    for at, quote in enumerate(index.article.quotes):
        for part, span in enumerate(quote.content):
            if not _WORD.search(span.text):
                message = f"the content {quoted(span.text)} of {quote.id} has no words"
                yield Hit(message, f"/quotes/{at}/content/{part}", span.start, span.end)
