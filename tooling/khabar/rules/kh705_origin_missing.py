"""KH705: origin-missing.

An article that is more than raw does not say who made its annotations: neither it nor all of its
annotations have an origin.

Why: how much of a corpus a human decided is the first thing its users ask. Without an origin there
is no answer, what a model proposed cannot be told from what was decided, and no agreement can be
measured.

Bad:
    "status": "annotated" without "origin"

Good:
    "status": "annotated"    "origin": {"kind": "human", "name": "annotator-1"}

Fix: give the origin of the article; annotations from elsewhere have their own.

See: schema/article.schema.json
"""

from collections.abc import Iterator

from khabar.model import annotations
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule


@rule("KH705", severity="warning")
def origin_missing(index: Index) -> Iterator[Hit]:
    if index.article.status == "raw" or index.article.origin is not None:
        return
    without = sum(one.origin is None for _, one in annotations(index.article))
    if without or not index.ids:
        message = (
            f"the article is {index.article.status} and has no origin, nor have {without} of its "
            f"{len(index.ids)} annotations"
        )
        yield Hit(message, "/status")
