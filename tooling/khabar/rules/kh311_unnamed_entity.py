"""KH311: unnamed-entity.

An entity that mentions refer to is named by none of them, and no word of its name stands in them or
in the headline.

Groups with members, and entities that only adjectives refer to (the state behind a nationality),
are left alone.

Why: either the mention with the name was missed, or the mentions belong to another entity. A
description may be all an article has; then it is the entity's name.

Bad:
    entity "سلمى الحداد" with the mention "الوزيرة" only

Good:
    entity "الوزيرة" with the mention "الوزيرة"
    entity "سلمى الحداد" with the mentions "الوزيرة" and "الحداد"

Fix: annotate the mention that has the name, or call the entity what the article calls it.

See: corpus/guidelines/01-mentions.md
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._names import said, words
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted


@rule("KH311", severity="info")
def unnamed_entity(index: Index) -> Iterator[Hit]:
    named = {one.entity for one in index.article.mentions if one.level == "name"}
    for at, entity in enumerate(index.article.entities):
        if entity.id in named or entity.members:
            continue
        mentions = [one for _, one in index.mentions.get(entity.id, ())]
        levels = {one.level for one in mentions}
        if levels <= {"adjective"} or None in levels:
            continue
        texts = (*map(said, mentions), index.article.title or "")
        if set(words(entity.name)).isdisjoint(word for text in texts for word in words(text)):
            first = mentions[0].spans[0]
            message = (
                f"no mention of {entity.id} {quoted(entity.name)} has a word of its name; one is "
                f"{quoted(said(mentions[0]))}"
            )
            yield Hit(message, f"/entities/{at}/name", first.start, first.end)
