"""KH424: speaker-without-mention.

In an annotated article no mention in the words that name a speaker or a relay is one of theirs.

A group and its members may stand for each other. Words that begin with a mention of somebody else
are the affair of KH414.

Why: who speaks can be counted by the quotes and by the mentions. Where the source is no mention,
nothing in the text leads from the words to the speaker, and a model cannot learn to find him.

Bad:
    قال محافظ [السهل] ...    "speaker": "e1", and only السهل is a mention, of e2

Good:
    قال [محافظ [السهل]] ...    mention -> e1, "speaker": "e1"

Fix: mark the mention and link it, or correct the speaker.

See: corpus/guidelines/01-mentions.md M1
"""

from collections.abc import Iterator

from khabar.model import Mention, Spans
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import extent, shown


@rule("KH424", severity="warning")
def speaker_without_mention(index: Index) -> Iterator[Hit]:
    if not index.finished:
        return
    linked = [one for one in index.article.mentions if one.entity is not None]
    for pointer, spans, name in _named(index):
        if any(_shares(one.spans, spans) for _, one in index.mentions.get(name, ())):
            continue
        group = index.entities.get(name)
        members = group.members or () if group else ()
        found = [one for one in linked if _shares(one.spans, spans)]
        if not any(_is(index, one, name, members) or _heads(one, spans) for one in found):
            message = f"no mention in {shown(spans)} is one of {name}, who is named by these words"
            yield Hit(message, pointer, *extent(spans), mark=name)


def _named(index: Index) -> Iterator[tuple[str, Spans, str]]:
    """Where words name who speaks or relays, and the entity that is given for them."""
    for at, quote in enumerate(index.article.quotes):
        if quote.source and quote.speaker:
            yield f"/quotes/{at}/source", quote.source, quote.speaker
        for step, relay in enumerate(quote.chain or ()):
            if relay.source and relay.relay:
                yield f"/quotes/{at}/chain/{step}/source", relay.source, relay.relay


def _shares(one: Spans, other: Spans) -> bool:
    """Whether two annotations overlap, from their first words to their last."""
    return one[0].start < other[-1].end and other[0].start < one[-1].end


def _is(index: Index, mention: Mention, name: str, members: tuple[str, ...]) -> bool:
    """Whether a mention is of a member of an entity, or of a group that the entity is in."""
    entity = index.entities.get(mention.entity or "")
    return mention.entity in members or (entity is not None and name in (entity.members or ()))


def _heads(mention: Mention, source: Spans) -> bool:
    return mention.spans[0].start == source[0].start and mention.spans[-1].end <= source[0].end
