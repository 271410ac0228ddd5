"""KH308: nesting-too-deep.

A mention lies within three others or more.

Why: three levels hold what news needs; a fourth is mostly a copy of another level, and pages and
formats that show nested names stop there.

Bad:
    [رئيس [لجنة [وزارة [نقل تلمارة]]]]

Good:
    [رئيس [لجنة [وزارة النقل]]]

Fix: remove the level that says nothing new.

See: corpus/guidelines/01-mentions.md M7
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import extent, shown

_DEEPEST = 3


@rule("KH308", severity="warning")
def nesting_too_deep(index: Index) -> Iterator[Hit]:
    inner_ones = [one.inner for one in index.overlaps if one.nested]
    if len(inner_ones) - len(set(inner_ones)) < _DEEPEST - 1:
        return
    mentions = index.article.mentions
    around: dict[int, set[tuple[int, int]]] = {}
    for outer, inner, nested, _ in index.overlaps:
        one = mentions[outer].spans
        if nested and one != mentions[inner].spans:
            around.setdefault(inner, set()).add(extent(one))
    for inner, extents in around.items():
        if len(extents) < _DEEPEST:
            continue
        other = mentions[inner]
        yield Hit(
            f"{other.id} {shown(other.spans)} lies within {len(extents)} others: "
            f"level {len(extents) + 1}, the deepest allowed is {_DEEPEST}",
            f"/mentions/{inner}",
            *extent(other.spans),
        )
