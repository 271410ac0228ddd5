"""KH871: files-too-many.

The dataset has more files, or more in one folder, than the hub takes well.

Why: the hub asks for fewer than 10,000 entries in a folder and 100,000 files in a repository, and
the listing and every commit slow down.

Bad:
    20,000 Parquet files in data/articles/

Good:
    files of some 100,000 articles each

Fix: build with more articles in a file.

See: docs/hub.md
"""

from collections import Counter
from collections.abc import Iterator

from khabar.rules._release import Release
from khabar.rules._rule import Hit, rule

_IN_A_FOLDER, _IN_ALL = 10_000, 100_000


@rule("KH871", scope="release", severity="warning")
def files_too_many(release: Release) -> Iterator[Hit]:
    folders = Counter(path.rpartition("/")[0] for path in release.files)
    for folder, count in sorted(folders.items()):
        if count >= _IN_A_FOLDER:
            yield release.hit(f"{count} files in one folder", folder, mark=folder)
    if len(release.files) >= _IN_ALL:
        yield release.hit(f"{len(release.files)} files", "", mark="all")
