"""KH845: parquet-unreadable.

A Parquet file cannot be read.

Why: nobody can load its split.

Bad:
    a file that was cut off on the way

Good:
    a whole file

Fix: build the dataset again, or fetch it again.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._release import Release
from khabar.rules._rule import Hit, rule


@rule("KH845", scope="release", severity="error")
def parquet_unreadable(release: Release) -> Iterator[Hit]:
    for path, one in release.parquet.items():
        if one.fault:
            yield release.hit(one.fault, path)
