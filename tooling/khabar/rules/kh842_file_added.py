"""KH842: file-added.

A file lies in the dataset that the manifest does not name.

Why: it was not built: a draft, a cache or somebody's notes would be published with the data.

Bad:
    notes.docx beside README.md

Good:
    the files of the build

Fix: move it elsewhere, or put it into the corpus and build again.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._release import MANIFEST, Release
from khabar.rules._rule import Hit, rule

_OF_THE_HUB = (MANIFEST, ".gitattributes")
"""What is there and no build wrote."""


@rule("KH842", scope="release", severity="error")
def file_added(release: Release) -> Iterator[Hit]:
    if release.manifest.fault:
        return
    for path in release.files:
        if path not in release.manifest.get("files", {}) and path not in _OF_THE_HUB:
            yield release.hit("the build did not make this file", path)
