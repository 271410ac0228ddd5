"""KH303: type-unlike-entity.

A mention is linked to an entity of a type that mentions of its type do not refer to.

Why: either the type or the link is wrong: a person's name linked to a ministry is a slip that no
count by type shows.

Bad:
    mention "وزارة النقل" ORG -> entity "سلمى الحداد" PER

Good:
    mention "وزيرة النقل" ROLE -> entity "سلمى الحداد" PER

Fix: correct the type of the mention, or link it to what it refers to. The types that go together
are in `refers_to` of the vocabulary.

See: schema/labels/mention-types.json
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import extent, quoted
from khabar.schema import labels


@rule("KH303", severity="error")
def type_unlike_entity(index: Index) -> Iterator[Hit]:
    types, entities = labels("mention-types"), index.entities
    for at, mention in enumerate(index.article.mentions):
        entity = entities.get(mention.entity or "")
        if entity is None or mention.type == entity.type:
            continue
        allowed = types[mention.type].refers_to
        if allowed and entity.type not in allowed:
            yield Hit(
                f"a {mention.type} refers to {' or '.join(allowed)}; {entity.id} "
                f"{quoted(entity.name)} is {entity.type}",
                f"/mentions/{at}/entity",
                *extent(mention.spans),
                mark=entity.id,
            )
