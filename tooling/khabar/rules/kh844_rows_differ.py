"""KH844: rows-differ.

The rows of a split are not those that the manifest counts and digests.

Why: rows were lost, added, changed or put in another order after the build; the digest holds for
every release of the writer, the bytes of a file only for one.

Bad:
    the manifest: 151 rows    the files: 150

Good:
    the same rows in the same order

Fix: build the dataset again.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._release import MANIFEST, Release
from khabar.rules._rule import Hit, rule


@rule("KH844", scope="release", severity="error")
def rows_differ(release: Release) -> Iterator[Hit]:
    for table, splits in release.manifest.get("tables", {}).items():
        for split, said in splits.items():
            if split in release.unreadable(table):
                continue
            wanted = said.get("rows"), said.get("digest")
            rows, digest = release.rows.get((table, split), (0, wanted[1]))
            if rows != wanted[0]:
                message = f"{table}, {split}: {rows} rows, the manifest counts {wanted[0]}"
            elif digest != wanted[1]:
                message = (
                    f"{table}, {split}: the rows are not those of the build, or not in its order"
                )
            else:
                continue
            yield release.hit(message, MANIFEST, f"/tables/{table}/{split}")
