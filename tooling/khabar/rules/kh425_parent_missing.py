"""KH425: parent-missing.

A quote stands, words of saying and all, within what another quote says, and has no parent, or has
one although a nearer quote is around it.

What was not said (`negated`, `refused`) holds no quotes: its content is the article's word for it.

Why: who reads the inner quote without its parent takes it for the article's own report. Layers are
counted by their parents, and one that is skipped is lost.

Bad:
    [قالت إن المدير وعد [بأن المال جاهز]]    q2 without a parent

Good:
    [قالت إن المدير وعد [بأن المال جاهز]]    q2 {"parent": "q1"}

Fix: name the nearest quote around it as parent, or move the edge of the outer one.

See: corpus/guidelines/03-quotes.md Q25
"""

from collections.abc import Iterator, Sequence

from khabar.model import Quote, Span, Spans
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import extent, shown

_UNSAID = ("negated", "refused")


@rule("KH425", severity="info")
def parent_missing(index: Index) -> Iterator[Hit]:
    said = [one for one in index.article.quotes if one.polarity not in _UNSAID]
    for at, quote in enumerate(index.article.quotes):
        around = [one for one in said if _within(quote, one)]
        if not around:
            continue
        nearest = min(around, key=_length)
        parent = index.quotes.get(quote.parent or "")
        if quote.parent is not None and (parent is None or _length(parent) <= _length(nearest)):
            continue
        given = "no parent" if parent is None else f"the parent {parent.id}"
        message = f"{quote.id} {shown(quote.content)} stands within {nearest.id} and has {given}"
        pointer = f"/quotes/{at}" if parent is None else f"/quotes/{at}/parent"
        yield Hit(message, pointer, *extent(quote.content), mark=nearest.id)


def _within(quote: Quote, outer: Quote) -> bool:
    """Whether a quote has a cue, and it and all of its words lie in what another says."""
    if quote is outer or quote.cue is None:
        return False
    start, end = extent(outer.content)
    if not start <= quote.content[0].start < end:
        return False
    return _hold(outer.content, quote.content) and _hold(outer.content, quote.cue)


def _hold(parts: Spans, spans: Sequence[Span]) -> bool:
    return not [
        one
        for one in spans
        if not [part for part in parts if part.start <= one.start and one.end <= part.end]
    ]


def _length(quote: Quote) -> int:
    return sum([one.end - one.start for one in quote.content])
