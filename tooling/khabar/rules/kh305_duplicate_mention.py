"""KH305: duplicate-mention.

Two mentions have the same type and the same spans.

Why: it is counted twice, and one of the two links goes its own way.

Bad:
    {"id": "m1", "type": "PER", "spans": [5:9]}, {"id": "m2", "type": "PER", "spans": [5:9]}

Good:
    {"id": "m1", "type": "PER", "spans": [5:9]}

Fix: keep one of them; see first whether their entities agree.

See: corpus/guidelines/01-mentions.md
"""

from collections.abc import Iterator

import msgspec

from khabar.model import Mention
from khabar.problem import Fix
from khabar.rules._edits import removed
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import extent, shown


@rule("KH305", severity="warning", fix="safe")
def duplicate_mention(index: Index) -> Iterator[Hit]:
    mentions = index.article.mentions
    for outer, inner, *_ in index.overlaps:
        one, other = mentions[outer], mentions[inner]
        if one.type == other.type and one.spans == other.spans:
            same = _says_the_same(one, other)
            yield Hit(
                f"{other.id} is a {other.type} on {shown(other.spans)}, and so is {one.id}",
                f"/mentions/{inner}",
                *extent(other.spans),
                fix=Fix(safe=True, description=f"remove {other.id}") if same else None,
                mark=one.id,
                edits=removed(f"/mentions/{inner}") if same else None,
            )


def _says_the_same(one: Mention, other: Mention) -> bool:
    """Whether two mentions differ in nothing but their ids."""
    return one == msgspec.structs.replace(other, id=one.id)
