"""KH304: quantity-with-entity.

A mention of a type that refers to nothing, such as NUM, is linked to an entity.

Why: a number is not somebody or something; what is counted has a mention of its own.

Bad:
    {"type": "NUM", "spans": [... "120" ...], "entity": "e3"}

Good:
    {"type": "NUM", "spans": [... "120" ...]}

Fix: take the link away, or correct the type.

See: schema/labels/mention-types.json
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import extent
from khabar.schema import labels


@rule("KH304", severity="error")
def quantity_with_entity(index: Index) -> Iterator[Hit]:
    types = labels("mention-types")
    for at, mention in enumerate(index.article.mentions):
        if mention.entity is not None and not types[mention.type].refers_to:
            yield Hit(
                f"a {mention.type} refers to no entity, this one is linked to {mention.entity}",
                f"/mentions/{at}/entity",
                *extent(mention.spans),
            )
