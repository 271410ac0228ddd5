"""KH307: nesting-not-allowed.

A mention lies directly within a mention of a type that may not contain its type.

Why: the table of what may be nested is what makes two annotators nest alike. A name within a
person's name, or a second type on the very same words, is mostly a label chosen in haste.

Bad:
    PER [ORG [سلمى الحداد]]

Good:
    ROLE [وزيرة النقل NORP [التلمارية]]

Fix: correct one of the types, or remove the inner mention. The table is `may_contain` of the
vocabulary.

See: corpus/guidelines/01-mentions.md M5 M7 M19 M22
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import extent, shown
from khabar.schema import labels


@rule("KH307", severity="warning")
def nesting_not_allowed(index: Index) -> Iterator[Hit]:
    types, mentions = labels("mention-types"), index.article.mentions
    for outer, inner in index.nested:
        one, other = mentions[outer], mentions[inner]
        allowed = types[one.type].may_contain
        same = one.spans == other.spans
        if other.type in allowed or (same and one.type in types[other.type].may_contain):
            continue
        if same and one.type == other.type:
            continue
        said = f"may contain {', '.join(allowed)}" if allowed else "may contain no mention"
        yield Hit(
            f"{other.id} {shown(other.spans)} is {other.type} within {one.id} "
            f"{shown(one.spans)}; a {one.type} {said}",
            f"/mentions/{inner}",
            *extent(other.spans),
            mark=one.id,
        )
