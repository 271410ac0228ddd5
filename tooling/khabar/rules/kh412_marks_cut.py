"""KH412: marks-cut.

The content of a quote has one mark of a pair, and the other stands outside.

Why: the marks belong to what was said. With one of them left out the edge is one letter off, and
the quote cannot be shown as it stands.

Bad:
    قالت: [«سنبدأ غدا]».

Good:
    قالت: [«سنبدأ غدا»].

Fix: take both marks into the content, or leave both out.

See: corpus/guidelines/03-quotes.md Q1
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._marks import Pair, marks
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted


@rule("KH412", severity="warning")
def marks_cut(index: Index) -> Iterator[Hit]:
    quotes = index.article.quotes
    pairs = (*marks(index).pairs, *marks(index).reversed) if quotes else ()
    for at, quote in enumerate(quotes):
        edges = [(one.start, one.end) for one in quote.content]
        first, last = edges[0][0], edges[-1][1]
        for pair in [one for one in pairs if one.end > first and one.start < last]:
            opens, closes = _within(pair.start, edges), _within(pair.end - 1, edges)
            if opens != closes:
                inside, outside = (pair.first, pair.last) if opens else (pair.last, pair.first)
                message = (
                    f"the content of {quote.id} has the mark {quoted(inside)}, the other half "
                    f"{quoted(outside)} stands outside"
                )
                yield Hit(message, f"/quotes/{at}/content", *_place(pair), mark=quoted(inside))


def _within(offset: int, edges: list[tuple[int, int]]) -> bool:
    return bool([start for start, end in edges if start <= offset < end])


def _place(pair: Pair) -> tuple[int, int]:
    return pair.start, pair.end
