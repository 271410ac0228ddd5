"""KH309: level-missing.

A mention that is linked to an entity has no level, and the article is said to be annotated.

Why: whether a name, a description or a pronoun refers decides what a mention is good for; in
finished work "not decided" is a gap.

Bad:
    "status": "annotated"    {"type": "PER", "spans": [...], "entity": "e1"}

Good:
    "status": "annotated"    {"type": "PER", "level": "name", "spans": [...], "entity": "e1"}

Fix: choose the level, or set the status back to `prelabelled`.

See: corpus/guidelines/00-overview.md
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import extent, shown
from khabar.schema import labels


@rule("KH309", severity="warning")
def level_missing(index: Index) -> Iterator[Hit]:
    if not index.finished:
        return
    types = labels("mention-types")
    for at, mention in enumerate(index.article.mentions):
        if mention.level is not None or mention.entity is None:
            continue
        if types[mention.type].refers_to:
            yield Hit(
                f"{mention.id} {shown(mention.spans)} has no level, "
                f"the article is {index.article.status}",
                f"/mentions/{at}",
                *extent(mention.spans),
            )
