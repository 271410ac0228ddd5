"""KH408: type-against-marks.

The type of a quote and the quotation marks in the text do not go together: a mixed quote without
any mark, a direct one with neither a mark nor a colon before it, or an indirect or reported one
that stands wholly in marks.

Why: the type says whose words the reader sees, the speaker's or the writer's, and the marks are
the writer's word on that. In a printed interview the colon after a name does their work.

Bad:
    قالت: [«سنبدأ غدا»]    "type": "indirect"

Good:
    قالت: [«سنبدأ غدا»]    "type": "direct"

Fix: correct the type, or take the marks into the content.

See: corpus/guidelines/03-quotes.md Q1 Q3 Q5 Q27 Q31
"""

from collections.abc import Iterator

from khabar.model import Quote
from khabar.rules._index import QUOTE_MARKS, Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import extent, shown

_MARKED = ("direct", "mixed")
_UNMARKED = ("indirect", "reported", "free_indirect")


@rule("KH408", severity="info")
def type_against_marks(index: Index) -> Iterator[Hit]:
    for at, quote in enumerate(index.article.quotes):
        said = ""
        if quote.type in _MARKED and not _has_marks(quote) and not _after_colon(index, quote):
            said = "has no quotation marks"
        elif quote.type in _UNMARKED and _in_marks(quote):
            said = "stands in quotation marks"
        if said:
            yield Hit(
                f"{quote.id} is {quote.type}, but {shown(quote.content)} {said}",
                f"/quotes/{at}/type",
                *extent(quote.content),
            )


def _has_marks(quote: Quote) -> bool:
    return not QUOTE_MARKS.isdisjoint("".join([part.text for part in quote.content]))


def _after_colon(index: Index, quote: Quote) -> bool:
    before = index.text[: quote.content[0].start].rstrip()
    return quote.type == "direct" and before.endswith(":")


def _in_marks(quote: Quote) -> bool:
    first, last = quote.content[0].text[0], quote.content[-1].text[-1]
    return first in QUOTE_MARKS and last in QUOTE_MARKS
