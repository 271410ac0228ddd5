"""KH401: speaker-not-found.

The speaker, the addressee or a relay of a quote is an entity that the article does not have.

Why: who said it is the point of a quote; a link that leads nowhere loses it.

Bad:
    {"id": "q1", "speaker": "e9", ...} where the entities are e1 and e2

Good:
    {"id": "q1", "speaker": "e1", ...}

Fix: correct the id, or add the entity. Where the text does not say who speaks, leave the field out.

See: corpus/guidelines/03-quotes.md
"""

from collections.abc import Iterator

from khabar.model import Quote
from khabar.rules._edits import DROP, removed
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import extent, quoted


@rule("KH401", severity="error", fix="unsafe")
def speaker_not_found(index: Index) -> Iterator[Hit]:
    known = index.entities
    for at, quote in enumerate(index.article.quotes):
        if quote.chain or quote.addressee or quote.speaker not in known:
            for field, name in _names(quote):
                if name is not None and name not in known:
                    message = f"there is no entity {quoted(name)} in the article"
                    start, end = extent(quote.content)
                    pointer = f"/quotes/{at}/{field}"
                    yield Hit(message, pointer, start, end, DROP, name, edits=removed(pointer))


def _names(quote: Quote) -> Iterator[tuple[str, str | None]]:
    yield "speaker", quote.speaker
    yield "addressee", quote.addressee
    for step, relay in enumerate(quote.chain or ()):
        yield f"chain/{step}/relay", relay.relay
