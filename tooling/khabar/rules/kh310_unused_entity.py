"""KH310: unused-entity.

Nothing in the article refers to an entity.

Why: it was left behind when a mention was linked elsewhere, or the mention that shows it is
missing.

Bad:
    {"id": "e7", "type": "PER", "name": "نادر القصبي"} that no mention, quote or stance names

Good:
    {"id": "m9", "entity": "e7", ...}

Fix: link the mention that means it, or remove the entity.

See: corpus/guidelines/01-mentions.md
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted


@rule("KH310", severity="info")
def unused_entity(index: Index) -> Iterator[Hit]:
    used: set[str | None] = set(index.mentions)
    if used >= index.entities.keys():
        return
    for quote in index.article.quotes:
        used |= {quote.speaker, quote.addressee}
        used |= {relay.relay for relay in quote.chain or ()}
    for stance in index.article.stances:
        used |= {stance.holder, stance.target.entity, stance.asserted_by}
    for group in index.article.entities:
        used |= set(group.members or ()) - {group.id}
    for at, entity in enumerate(index.article.entities):
        if entity.id not in used:
            message = f"nothing refers to {entity.id} {quoted(entity.name)}"
            yield Hit(message, f"/entities/{at}")
