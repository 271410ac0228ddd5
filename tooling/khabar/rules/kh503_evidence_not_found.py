"""KH503: evidence-not-found.

A stance is shown by a quote that the article does not have.

Why: without its evidence nobody can see whether the stance is right.

Bad:
    {"id": "s1", "quotes": ["q9"], ...} where the quotes are q1 and q2

Good:
    {"id": "s1", "quotes": ["q1"], ...}

Fix: correct the id, or take the quote out of the list.

See: corpus/guidelines/05-stance.md
"""

from collections.abc import Iterator

from khabar.rules._edits import DROP, removed
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted


@rule("KH503", severity="error", fix="unsafe")
def evidence_not_found(index: Index) -> Iterator[Hit]:
    for at, stance in enumerate(index.article.stances):
        for number, name in enumerate(stance.quotes or ()):
            if name not in index.quotes:
                message = f"there is no quote {quoted(name)} in the article"
                pointer = f"/stances/{at}/quotes/{number}"
                yield Hit(message, pointer, fix=DROP, mark=name, edits=removed(pointer))
