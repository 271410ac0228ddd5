"""KH831: card-columns-differ.

The card gives a column another type than the Parquet files have, or one of the two does not have
it.

Why: the card wins: the dataset does not load, or loads with what is missing filled with nulls and
numbers turned into texts.

Bad:
    the card: end: string    the files: end: int32

Good:
    the same type in both

Fix: build the dataset again; never edit features in the card.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._configs import differences
from khabar.rules._release import CARD, Release, shown
from khabar.rules._rule import Hit, rule


@rule("KH831", scope="release", severity="error")
def card_columns_differ(release: Release) -> Iterator[Hit]:
    for path, table, column, said, there, pointer in differences(release):
        if said != there and not (isinstance(said, tuple) and isinstance(there, tuple)):
            message = f"{column}: {shown(said)} in the card, {shown(there)} in {path}"
            yield release.hit(message, CARD, pointer, mark=f"{table} {column}")
