"""KH414: speaker-unlike-source.

The words that name a speaker or a relay are a mention of another entity, and of that one only.

A group and its members may stand for each other.

Why: either the link of the quote or that of the mention is wrong; the two ways to count who speaks
differ.

Bad:
    قالت [سلمى الحداد] ...    mention -> e1, "speaker": "e3"

Good:
    قالت [سلمى الحداد] ...    mention -> e1, "speaker": "e1"

Fix: correct the link that is wrong.

See: corpus/guidelines/03-quotes.md
"""

from collections.abc import Iterator

from khabar.model import Mention, Span, Spans
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import extent, shown


@rule("KH414", severity="warning")
def speaker_unlike_source(index: Index) -> Iterator[Hit]:
    for pointer, spans, name in _named(index):
        found = [
            one.entity for one in index.article.mentions if one.entity and _heads(one, spans[0])
        ]
        if found and not any(_same(index, one, name) for one in found):
            message = f"{shown(spans)} is a mention of {found[0]}, not of {name}"
            yield Hit(message, pointer, *extent(spans), mark=found[0])


def _named(index: Index) -> Iterator[tuple[str, Spans, str]]:
    """Where words name who speaks or relays, and the entity that is given for them."""
    for at, quote in enumerate(index.article.quotes):
        if quote.source and quote.speaker:
            yield f"/quotes/{at}/speaker", quote.source, quote.speaker
        for step, relay in enumerate(quote.chain or ()):
            if relay.source and relay.relay:
                yield f"/quotes/{at}/chain/{step}/relay", relay.source, relay.relay


def _heads(mention: Mention, source: Span) -> bool:
    """Whether a mention begins with the source and ends within it."""
    return mention.spans[0].start == source.start and mention.spans[-1].end <= source.end


def _same(index: Index, one: str, other: str) -> bool:
    if one == other:
        return True
    groups = index.entities.get(one), index.entities.get(other)
    members = [group.members or () if group else () for group in groups]
    return other in members[0] or one in members[1]
