"""KH406: quote-outside-parent.

A quote is said to be nested in another, but what was said does not lie within what the other said.

Why: a nested quote is words that the outer speaker reports. What stands outside his words is said
by the article, and another person would be made answerable for it.

Bad:
    [قالت إن العمل بدأ]. وأضاف [أن المال جاهز]    with the second in the first

Good:
    [قالت إن المدير وعد [بأن المال جاهز]]

Fix: take the parent away, or move the edge of one of the two.

See: corpus/guidelines/03-quotes.md Q25
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import extent, quoted


@rule("KH406", severity="error")
def quote_outside_parent(index: Index) -> Iterator[Hit]:
    for at, quote in enumerate(index.article.quotes):
        outer = index.quotes.get(quote.parent or "")
        if outer is None or outer.id == quote.id:
            continue
        start, end = extent(outer.content)
        for number, part in enumerate(quote.content):
            if part.start < start or part.end > end:
                yield Hit(
                    f"{quoted(part.text)} at {part.start}:{part.end} lies outside its parent "
                    f"{outer.id} at {start}:{end}",
                    f"/quotes/{at}/content/{number}",
                    part.start,
                    part.end,
                    mark=f"{outer.id} {part.text}",
                )
