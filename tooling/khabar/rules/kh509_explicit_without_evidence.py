"""KH509: explicit-without-evidence.

A stance is said to be explicit, and no quote and no words of the text are given for it.

Why: explicit means that the text says so. Then there are words that do.

Bad:
    {"id": "s1", "basis": "explicit", "label": "against", ...}

Good:
    {"id": "s1", "basis": "explicit", "label": "against", "quotes": ["q2"], ...}

Fix: give the quotes or the spans, or change the basis.

See: corpus/guidelines/05-stance.md
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule


@rule("KH509", severity="warning")
def explicit_without_evidence(index: Index) -> Iterator[Hit]:
    for at, stance in enumerate(index.article.stances):
        if stance.basis == "explicit" and not stance.quotes and not stance.spans:
            message = f"{stance.id} is explicit and has neither quotes nor spans"
            yield Hit(message, f"/stances/{at}/basis")
