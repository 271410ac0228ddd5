"""KH501: holder-is-target.

The holder of a stance is also its target.

Why: a stance is towards somebody or something else; mostly two names were exchanged.

Bad:
    {"holder": "e1", "target": {"entity": "e1"}, "label": "against"}

Good:
    {"holder": "e1", "target": {"entity": "e2"}, "label": "against"}

Fix: correct the one that is wrong.

See: corpus/guidelines/05-stance.md
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule


@rule("KH501", severity="warning")
def holder_is_target(index: Index) -> Iterator[Hit]:
    for at, stance in enumerate(index.article.stances):
        if stance.holder == stance.target.entity:
            message = f"{stance.holder} is both holder and target of {stance.id}"
            yield Hit(message, f"/stances/{at}/target/entity")
