"""KH313: entities-share-name.

Two entities of one type have one name, spelling aside.

Why: mostly they are one, and its mentions are now counted in two places. Two persons of one name
are told apart in their names.

Bad:
    {"id": "e1", "name": "سلمى الحداد"}, {"id": "e5", "name": "سلمي الحداد"}

Good:
    {"id": "e1", "name": "سلمى الحداد"}

Fix: keep one of them and link the mentions of both to it, or let the names say what tells them
apart.

See: corpus/guidelines/07-hard-cases.md H13
"""

from collections.abc import Iterator

from khabar.model import Entity
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted


@rule("KH313", severity="warning")
def entities_share_name(index: Index) -> Iterator[Hit]:
    first: dict[tuple[str, str], Entity] = {}
    if len(set(index.entity_keys)) == len(index.entity_keys):
        return
    for at, entity in enumerate(index.article.entities):
        earlier = first.setdefault((entity.type, index.entity_keys[at]), entity)
        if earlier is not entity and earlier.id != entity.id:
            message = f"{entity.id} is {entity.type} {quoted(entity.name)}, and so is {earlier.id}"
            yield Hit(message, f"/entities/{at}/name", mark=earlier.id)
