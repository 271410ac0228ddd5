"""KH835: card-counts-differ.

The card counts other rows, or other splits, than the Parquet files have.

Why: `load_dataset` fails with NonMatchingSplitsSizesError where the rows are another number, and
streaming does not notice.

Bad:
    num_examples: 151 and 150 rows

Good:
    num_examples: 150

Fix: build the dataset again.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._configs import listed
from khabar.rules._release import CARD, Release, named
from khabar.rules._rule import Hit, rule


@rule("KH835", scope="release", severity="error")
def card_counts_differ(release: Release) -> Iterator[Hit]:
    for pointer, one in release.card.records("dataset_info"):
        table = str(one.get("config_name"))
        splits = (each for each in listed(one.get("splits")) if isinstance(each, dict))
        said = {str(each.get("name")): each for each in splits}
        there = {named(path)[1] for path in release.of(table)}
        for split in sorted((said.keys() | there) - release.unreadable(table)):
            rows = sum(each.rows for each in release.of(table, split).values())
            counted = said.get(split, {}).get("num_examples")
            if counted != rows:
                shown = "does not name it" if counted is None else f"counts {counted}"
                message = f"{table}, {split}: {rows} rows, the card {shown}"
                yield release.hit(message, CARD, f"{pointer}/splits", mark=f"{table} {split}")
