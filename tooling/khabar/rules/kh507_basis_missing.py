"""KH507: basis-missing.

A stance has no basis, and the article is said to be annotated.

Why: what a text states and what a reader infers are two kinds of evidence; in finished work "not
decided" is a gap.

Bad:
    "status": "annotated"    {"id": "s1", "label": "favor", ...}

Good:
    "status": "annotated"    {"id": "s1", "label": "favor", "basis": "explicit", ...}

Fix: choose the basis, or set the status back to `prelabelled`.

See: corpus/guidelines/05-stance.md
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule


@rule("KH507", severity="warning")
def basis_missing(index: Index) -> Iterator[Hit]:
    if not index.finished:
        return
    for at, stance in enumerate(index.article.stances):
        if stance.basis is None:
            message = f"{stance.id} has no basis, the article is {index.article.status}"
            yield Hit(message, f"/stances/{at}")
