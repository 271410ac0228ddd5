"""KH312: name-not-shown.

An entity has mentions by name, and its own name stands in none of them: not as a whole, and not as
part of a longer one.

Compared are folded words without the article, so that للولايات المتحدة shows الولايات المتحدة.
Groups with members are left alone, and entities that a metonym names (a capital for its state).

Why: the canonical name is what readers and other articles see. One that nothing shows is mostly a
slip of the hand, or the entity of another article.

Bad:
    entity "سلمى حداد" with the mention "سلمى الحدادي"

Good:
    entity "سلمى الحداد" with the mention "سلمى الحداد"

Fix: call the entity by the fullest name the article has, in Arabic letters; a fuller one that you
know from elsewhere may stay, with a note.

See: corpus/guidelines/01-mentions.md
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._names import said, words
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted


@rule("KH312", severity="info")
def name_not_shown(index: Index) -> Iterator[Hit]:
    named = {
        (one.entity, words)
        for one, words in zip(index.article.mentions, index.surfaces, strict=True)
        if one.level == "name"
    }
    for at, entity in enumerate(index.article.entities):
        if (entity.id, entity.name) in named or entity.members:
            continue
        mentions = [one for _, one in index.mentions.get(entity.id, ()) if one.level == "name"]
        texts = [said(one) for one in mentions]
        if not texts:
            continue
        name = words(entity.name)
        if any(one.metonym for one in mentions) or any(_shows(text, name) for text in texts):
            continue
        first = mentions[0].spans[0]
        message = (
            f"no mention of {entity.id} shows its name {quoted(entity.name)}; one is "
            f"{quoted(texts[0])}"
        )
        yield Hit(message, f"/entities/{at}/name", first.start, first.end)


def _shows(text: str, name: tuple[str, ...]) -> bool:
    """Whether the words of a mention are all in the name, or the other way round."""
    said = set(words(text))
    return said <= set(name) or said >= set(name)
