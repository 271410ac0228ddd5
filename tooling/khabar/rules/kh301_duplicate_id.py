"""KH301: duplicate-id.

An id is given to two annotations of one article.

Why: a reference to it means one of the two, and nobody can say which. Ids are unique across kinds.

Bad:
    {"id": "m4", "type": "PER", ...}, {"id": "m4", "type": "ORG", ...}

Good:
    {"id": "m4", "type": "PER", ...}, {"id": "m5", "type": "ORG", ...}

Fix: give the later one a new id, and see which of the two each reference means.

See: schema/article.schema.json
"""

from collections.abc import Iterator

from khabar.model import annotations
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted


@rule("KH301", severity="error")
def duplicate_id(index: Index) -> Iterator[Hit]:
    if len(set(index.ids)) == len(index.ids):
        return
    first: dict[str, str] = {}
    for pointer, one in annotations(index.article):
        if one.id in first:
            message = f"the id {quoted(one.id)} is also that of {first[one.id]}"
            yield Hit(message, f"{pointer}/id")
        else:
            first[one.id] = pointer
