"""KH843: file-changed.

A file is not what the manifest says: its SHA-256 is another one.

Why: something wrote into it after the build, or the disk or the way lost bytes.

Bad:
    README.md with a sentence that was added by hand

Good:
    the file as it was built

Fix: change the corpus and build again; what is written here is gone with the next build.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._release import Release
from khabar.rules._rule import Hit, rule


@rule("KH843", scope="release", severity="error")
def file_changed(release: Release) -> Iterator[Hit]:
    for path, digest in release.manifest.get("files", {}).items():
        if path in release.files and release.files[path][0] != digest:
            yield release.hit("this is not the file that was built", path)
