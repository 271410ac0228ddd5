"""KH870: row-group-too-large.

A row group of a Parquet file is larger than the hub's viewer reads.

Why: the viewer shows an error in the place of the data: it reads row groups up to 286 MiB, whole.

Bad:
    one row group of 400 MB

Good:
    row groups of some thousand articles

Fix: build the dataset again: khabar writes row groups of 2,000 articles.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._release import Release
from khabar.rules._rule import Hit, rule

_LARGEST = 300_000_000
_LARGEST_ROW = 2_000_000


@rule("KH870", scope="release", severity="error")
def row_group_too_large(release: Release) -> Iterator[Hit]:
    for path, one in release.parquet.items():
        for at, (rows, size) in enumerate(one.groups):
            if size > _LARGEST:
                message = f"row group {at} has {size} bytes; the viewer reads {_LARGEST}"
                yield release.hit(message, path, mark=f"group {at}")
            elif rows and size / rows > _LARGEST_ROW:
                message = f"a row of group {at} has {size // rows} bytes; the viewer reads 2 MB"
                yield release.hit(message, path, mark=f"group {at}")
