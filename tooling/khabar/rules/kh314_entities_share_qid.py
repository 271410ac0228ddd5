"""KH314: entities-share-qid.

Two entities of one article have one Wikidata id.

Why: the id says that they are one. Either they are, or one of the ids was copied with the line.

Bad:
    {"id": "e1", "name": "روسيا", "qid": "Q159"}, {"id": "e2", "name": "اليابان", "qid": "Q159"}

Good:
    {"id": "e1", "name": "روسيا", "qid": "Q159"}, {"id": "e2", "name": "اليابان", "qid": "Q17"}

Fix: keep one of the entities, or correct the id.

See: corpus/guidelines/01-mentions.md
"""

from collections.abc import Iterator

from khabar.model import Entity
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted


@rule("KH314", severity="warning")
def entities_share_qid(index: Index) -> Iterator[Hit]:
    first: dict[str, Entity] = {}
    for at, entity in enumerate(index.article.entities):
        if entity.qid is None:
            continue
        earlier = first.setdefault(entity.qid, entity)
        if earlier.id != entity.id:
            message = (
                f"{entity.id} {quoted(entity.name)} is {entity.qid}, and so is {earlier.id} "
                f"{quoted(earlier.name)}"
            )
            yield Hit(message, f"/entities/{at}/qid", mark=earlier.id)
