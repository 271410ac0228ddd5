"""KH423: headline-quote-unattributed.

In an annotated article the headline quotes four words or more, and no quote of the text shares most
of them.

Why: a headline that puts words into a mouth which the text does not is the commonest fault of
headlines. Or the quote in the text was missed.

Bad:
    "title": "سلمى: «سنبدأ العمل غدا بلا تأخير»"    and no such quote

Good:
    "title": "سلمى: «سنبدأ العمل غدا بلا تأخير»"    قالت سلمى: [«سنبدأ غدا العمل»]

Fix: annotate the quote in the text; if the text has none, the finding may be noted as known.

See: corpus/guidelines/03-quotes.md
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._marks import matched
from khabar.rules._names import words
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted

_FEWEST = 4


@rule("KH423", severity="info")
def headline_quote_unattributed(index: Index) -> Iterator[Hit]:
    title = index.article.title
    if title is None or not index.finished:
        return
    for pair in matched(title).pairs:
        stretch = title[pair.start : pair.end]
        wanted = set(words(stretch))
        if len(wanted) < _FEWEST or _said(index, wanted):
            continue
        message = f"the headline quotes {quoted(stretch)}, and no quote of the text has those words"
        yield Hit(message, "/title", mark=stretch)


def _said(index: Index, wanted: set[str]) -> bool:
    """Whether a quote has more than half of the words."""
    said = (" ".join(one.text for one in quote.content) for quote in index.article.quotes)
    return any(2 * len(wanted.intersection(words(one))) > len(wanted) for one in said)
