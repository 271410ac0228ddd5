"""KH402: quote-not-found.

The parent of a quote, or the quote it is said to be the same as, is not in the article.

Why: the nesting, or the tie between two renderings of one utterance, is lost.

Bad:
    {"id": "q2", "parent": "q9", ...} where the quotes are q1 and q2

Good:
    {"id": "q2", "parent": "q1", ...}

Fix: correct the id, or leave the field out.

See: corpus/guidelines/03-quotes.md
"""

from collections.abc import Iterator

from khabar.rules._edits import DROP, removed
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import extent, quoted


@rule("KH402", severity="error", fix="unsafe")
def quote_not_found(index: Index) -> Iterator[Hit]:
    known = index.quotes
    for at, quote in enumerate(index.article.quotes):
        for field, name in (("parent", quote.parent), ("same_as", quote.same_as)):
            if name is not None and name not in known:
                message = f"there is no quote {quoted(name)} in the article"
                start, end = extent(quote.content)
                pointer = f"/quotes/{at}/{field}"
                yield Hit(message, pointer, start, end, DROP, name, edits=removed(pointer))
