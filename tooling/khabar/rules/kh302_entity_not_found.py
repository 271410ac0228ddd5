"""KH302: entity-not-found.

A mention, or a group's list of members, names an entity that the article does not have.

Why: the link is lost, and with it everything that is known of the entity.

Bad:
    {"id": "m1", "entity": "e9", ...} where the entities are e1 and e2

Good:
    {"id": "m1", "entity": "e2", ...}

Fix: correct the id, or add the entity that is missing.

See: schema/article.schema.json
"""

from collections.abc import Iterator

from khabar.rules._edits import DROP, removed
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import extent, quoted


@rule("KH302", severity="error", fix="unsafe")
def entity_not_found(index: Index) -> Iterator[Hit]:
    known = index.entities
    lost = {one.entity for one in index.article.mentions if one.entity} - known.keys()
    for at, mention in enumerate(index.article.mentions) if lost else ():
        if mention.entity in lost:
            message = f"there is no entity {quoted(mention.entity)} in the article"
            start, end = extent(mention.spans)
            pointer = f"/mentions/{at}/entity"
            yield Hit(message, pointer, start, end, DROP, mention.entity, edits=removed(pointer))
    for at, entity in enumerate(index.article.entities):
        for number, member in enumerate(entity.members or ()):
            if member not in known:
                message = f"there is no entity {quoted(member)} in the article"
                pointer = f"/entities/{at}/members/{number}"
                yield Hit(message, pointer, fix=DROP, mark=member, edits=removed(pointer))
