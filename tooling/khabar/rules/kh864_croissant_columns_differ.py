"""KH864: croissant-columns-differ.

A record set of `croissant.json` reads a column that its file does not have, or passes one over.

Why: the validator does not look into the files.

Bad:
    column: label where the file has type

Good:
    column: type

Fix: build the dataset again.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._configs import columns_read, top
from khabar.rules._release import CROISSANT, Release
from khabar.rules._rule import Hit, rule


@rule("KH864", scope="release", severity="error")
def croissant_columns_differ(release: Release) -> Iterator[Hit]:
    for pointer, name, path, read in columns_read(release):
        if path not in release.parquet or release.parquet[path].fault:
            continue
        there = {top(column) for column in release.parquet[path].stored}
        for column in sorted(read - there):
            message = f"{name} reads the column {column}, which {path} does not have"
            yield release.hit(message, CROISSANT, pointer, mark=f"{name} {column}")
        for column in sorted(there - read):
            message = f"{name} does not have the column {column} of {path}"
            yield release.hit(message, CROISSANT, pointer, mark=f"{name} {column}")
