"""What is said in an article's quotes: the words, folded, as digests."""

from typing import NamedTuple

from khabar.model import Quote
from khabar.rules._corpus import once
from khabar.rules._index import Index
from khabar.rules._shingles import digest, words
from khabar.text import fold


class Said(NamedTuple):
    """The content of a quote.

    Attributes:
        at: the quote's number.
        quote: the quote.
        length: how many words it has.
        digest: stands for them.
    """

    at: int
    quote: Quote
    length: int
    digest: bytes


def said(index: Index) -> list[Said]:
    """The contents of all quotes, worked out once for all rules."""
    return once(index, "said", lambda: [_said(*one) for one in enumerate(index.article.quotes)])


def _said(at: int, quote: Quote) -> Said:
    found = words(fold(" ".join(part.text for part in quote.content)))
    return Said(at, quote, len(found), digest(found))
