"""KH834: label-out-of-range.

A label column of a Parquet file holds a number that stands for no label.

Why: `datasets` loads it without a word, and fails, or worse does not, when the name is asked for.

Bad:
    number 12 in a column of 12 labels

Good:
    numbers 0 to 11

Fix: build the dataset again.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._release import Release
from khabar.rules._rule import Hit, rule


@rule("KH834", scope="release", severity="error")
def label_out_of_range(release: Release) -> Iterator[Hit]:
    for path, one in release.parquet.items():
        for column, names in (one.columns or {}).items():
            number = one.highest.get(column)
            if isinstance(names, tuple) and number is not None and not 0 <= number < len(names):
                message = f"{column} holds {number}; its labels end at {len(names) - 1}"
                yield release.hit(message, path, mark=column)
