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

See: corpus/guidelines/03-quotes.md Q13
"""

from collections.abc import Iterable, Iterator

from khabar.model import Mention, Spans
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import extent, shown


@rule("KH414", severity="warning")
def speaker_unlike_source(index: Index) -> Iterator[Hit]:
    for at, field, spans, name in _named(index):
        if _heads([one for _, one in index.mentions.get(name, ())], spans):
            continue
        found = _heads(index.article.mentions, spans)
        if found and not any(_same(index, one, name) for one in found):
            message = f"{shown(spans)} is a mention of {found[0]}, not of {name}"
            yield Hit(message, f"/quotes/{at}/{field}", *extent(spans), mark=found[0])


def _named(index: Index) -> Iterator[tuple[int, str, Spans, str]]:
    """Where words name who speaks or relays, and the entity that is given for them."""
    for at, quote in enumerate(index.article.quotes):
        if quote.source and quote.speaker:
            yield at, "speaker", quote.source, quote.speaker
        for step, relay in enumerate(quote.chain or ()):
            if relay.source and relay.relay:
                yield at, f"chain/{step}/relay", relay.source, relay.relay


def _heads(mentions: Iterable[Mention], source: Spans) -> list[str]:
    """The entities of those mentions that are the first words of a source."""
    start, end = source[0].start, source[0].end
    return [
        one.entity
        for one in mentions
        if one.entity and one.spans[0].start == start and one.spans[-1].end <= end
    ]


def _same(index: Index, one: str, other: str) -> bool:
    """Whether one is a group and the other is in it."""
    groups = index.entities.get(one), index.entities.get(other)
    members = [group.members or () if group else () for group in groups]
    return other in members[0] or one in members[1]
