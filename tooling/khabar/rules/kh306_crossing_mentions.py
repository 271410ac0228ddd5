"""KH306: crossing-mentions.

Two mentions share some of their words, and neither lies within the other.

Why: names nest, they do not cross: one of the two has a wrong edge. Formats that write trees or
brackets cannot hold them. A mention in two parts may share one of them with another ("the provinces
of X and Y").

Bad:
    [وزيرة [النقل] التلمارية]  with the first bracket closed after النقل

Good:
    [وزيرة النقل [التلمارية]]

Fix: move the edge that is wrong.

See: corpus/guidelines/01-mentions.md
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import extent, shown


@rule("KH306", severity="warning")
def crossing_mentions(index: Index) -> Iterator[Hit]:
    mentions = index.article.mentions
    for outer, inner, _, crossing in index.overlaps:
        if not crossing:
            continue
        one, other = mentions[outer], mentions[inner]
        yield Hit(
            f"{other.id} {shown(other.spans)} crosses {one.id} {shown(one.spans)}",
            f"/mentions/{inner}/spans",
            *extent(other.spans),
            mark=one.id,
        )
