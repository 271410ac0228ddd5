"""KH502: party-not-found.

The holder or the target of a stance, or who asserts it, is an entity that the article does not
have.

Why: a stance without its parties says nothing.

Bad:
    {"holder": "e9", "target": {"entity": "e2"}, ...} where the entities are e1 and e2

Good:
    {"holder": "e1", "target": {"entity": "e2"}, ...}

Fix: correct the id, or add the entity.

See: corpus/guidelines/05-stance.md
"""

from collections.abc import Iterator

from khabar.rules._edits import DROP, removed
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted

_OUTLET = "article"


@rule("KH502", severity="error", fix="unsafe")
def party_not_found(index: Index) -> Iterator[Hit]:
    known = index.entities
    for at, stance in enumerate(index.article.stances):
        holder = None if stance.holder == _OUTLET else stance.holder
        fields = (
            ("holder", holder),
            ("target/entity", stance.target.entity),
            ("asserted_by", stance.asserted_by),
        )
        for field, name in fields:
            if name is not None and name not in known:
                message = f"there is no entity {quoted(name)} in the article"
                pointer = f"/stances/{at}/{field}"
                can = field == "asserted_by"
                edits = removed(pointer) if can else None
                yield Hit(message, pointer, fix=DROP if can else None, mark=name, edits=edits)
