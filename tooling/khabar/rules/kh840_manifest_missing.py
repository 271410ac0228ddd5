"""KH840: manifest-missing.

The dataset has no `manifest.json` of `khabar hub build`, or it cannot be read.

Why: without its digests nobody can tell whether the rows are those that were built.

Bad:
    a folder put together by hand

Good:
    a folder as `khabar hub build` leaves it

Fix: build the dataset again.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._release import MANIFEST, Release
from khabar.rules._rule import Hit, rule


@rule("KH840", scope="release", severity="error")
def manifest_missing(release: Release) -> Iterator[Hit]:
    if release.manifest.fault:
        yield release.hit(release.manifest.fault, MANIFEST)
