"""KH841: file-missing.

A file of the manifest is not there.

Why: readers get less than was built.

Bad:
    manifest.json names schema/labels/stances.json, which is gone

Good:
    every file of the manifest

Fix: build the dataset again.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._release import MANIFEST, Release
from khabar.rules._rule import Hit, rule


@rule("KH841", scope="release", severity="error")
def file_missing(release: Release) -> Iterator[Hit]:
    for path in release.manifest.get("files", {}):
        if path not in release.files:
            message = f"{path} is missing"
            yield release.hit(message, MANIFEST, f"/files/{path.replace('/', '~1')}")
