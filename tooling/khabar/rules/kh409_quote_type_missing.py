"""KH409: quote-type-missing.

A quote has no type, and the article is said to be annotated.

Why: whether the words are the speaker's own is half of what a quote says; in finished work "not
decided" is a gap.

Bad:
    "status": "annotated"    {"id": "q1", "content": [...]}

Good:
    "status": "annotated"    {"id": "q1", "type": "direct", "content": [...]}

Fix: choose the type, or set the status back to `prelabelled`.

See: corpus/guidelines/03-quotes.md
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import extent


@rule("KH409", severity="warning")
def quote_type_missing(index: Index) -> Iterator[Hit]:
    if not index.finished:
        return
    for at, quote in enumerate(index.article.quotes):
        if quote.type is None:
            message = f"{quote.id} has no type, the article is {index.article.status}"
            start, end = extent(quote.content)
            yield Hit(message, f"/quotes/{at}", start, end)
