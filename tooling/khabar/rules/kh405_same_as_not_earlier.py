"""KH405: same-as-not-earlier.

The quote that another is said to render again does not stand before it in the text.

Why: the first rendering is the one others point to; with pointers both ways, utterances would be
counted by chance.

Bad:
    q1 at 40:70 {"same_as": "q2"}, q2 at 200:230

Good:
    q1 at 40:70, q2 at 200:230 {"same_as": "q1"}

Fix: let the later quote point to the earlier.

See: corpus/guidelines/03-quotes.md Q26
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import extent


@rule("KH405", severity="error")
def same_as_not_earlier(index: Index) -> Iterator[Hit]:
    for at, quote in enumerate(index.article.quotes):
        first = index.quotes.get(quote.same_as or "")
        if first is None or first.content[0].start < quote.content[0].start:
            continue
        yield Hit(
            f"{quote.id} starts at {quote.content[0].start}, {first.id} which it is said to "
            f"repeat at {first.content[0].start}",
            f"/quotes/{at}/same_as",
            *extent(quote.content),
            mark=first.id,
        )
