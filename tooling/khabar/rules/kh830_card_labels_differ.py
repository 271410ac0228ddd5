"""KH830: card-labels-differ.

The names of a label column in the card are not those in the Parquet files, or stand in another
order.

Why: the card wins when a dataset is loaded: every label is then silently read as another one.

Bad:
    the card: ORG, PER    the files: PER, ORG

Good:
    the same names in the same order

Fix: build the dataset again; never edit names in the card.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._configs import differences
from khabar.rules._release import CARD, Release, shown
from khabar.rules._rule import Hit, rule


@rule("KH830", scope="release", severity="error")
def card_labels_differ(release: Release) -> Iterator[Hit]:
    for path, table, column, said, there, pointer in differences(release):
        if isinstance(said, tuple) and isinstance(there, tuple) and said != there:
            if sorted(said) == sorted(there):
                at = next(
                    n for n, pair in enumerate(zip(said, there, strict=True)) if len(set(pair)) > 1
                )
                message = f"{column}: number {at} is {said[at]} in the card, {there[at]} in {path}"
            else:
                message = f"{column}: {shown(said)} in the card, {shown(there)} in {path}"
            yield release.hit(message, CARD, pointer, mark=f"{table} {column}")
