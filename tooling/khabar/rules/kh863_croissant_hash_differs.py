"""KH863: croissant-hash-differs.

`croissant.json` gives a file another SHA-256 or size than it has, or does not have a Parquet file
at all.

Why: who loads by Croissant is refused, or does not get the rows.

Bad:
    the hash of the release before

Good:
    the hash of the file

Fix: build the dataset again.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._configs import distribution
from khabar.rules._release import CROISSANT, Release
from khabar.rules._rule import Hit, rule


@rule("KH863", scope="release", severity="error")
def croissant_hash_differs(release: Release) -> Iterator[Hit]:
    if release.croissant.fault:
        return
    named = distribution(release)
    for pointer, path, one in named:
        if path not in release.files:
            yield release.hit(f"there is no file {path}", CROISSANT, pointer, mark=path)
            continue
        digest, size = release.files[path]
        if one.get("sha256") != digest:
            yield release.hit(f"{path} has another SHA-256", CROISSANT, pointer, mark=path)
        elif one.get("contentSize", f"{size} B") != f"{size} B":
            yield release.hit(f"{path} has {size} bytes", CROISSANT, pointer, mark=path)
    for path in sorted(release.parquet.keys() - {path for _, path, _ in named}):
        yield release.hit(f"{path} is not among its files", CROISSANT, "/distribution", mark=path)
