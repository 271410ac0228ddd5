"""KH404: parents-in-a-cycle.

A quote is nested in itself, at once or by way of others.

Why: nesting has an outermost quote; a reader that walks outward would never arrive.

Bad:
    {"id": "q1", "parent": "q2", ...}, {"id": "q2", "parent": "q1", ...}

Good:
    {"id": "q1", ...}, {"id": "q2", "parent": "q1", ...}

Fix: take the parent away from the outermost quote.

See: corpus/guidelines/03-quotes.md
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule


@rule("KH404", severity="error")
def parents_in_a_cycle(index: Index) -> Iterator[Hit]:
    for at, quote in enumerate(index.article.quotes):
        if quote.parent is None:
            continue
        around = [quote, *index.parents(quote)]
        if around[-1].parent == quote.id:
            way = " in ".join([*(one.id for one in around), quote.id])
            yield Hit(f"the quote is nested in itself: {way}", f"/quotes/{at}/parent")
