"""KH820: config-without-files.

A path in the card's `configs` names no file of the dataset.

Why: `load_dataset` fails for that configuration, or loads less than is there.

Bad:
    path: data/quotes/dev-*.parquet and no such file

Good:
    path: data/quotes/validation-*.parquet

Fix: build the dataset again, or correct the path.

See: docs/hub.md
"""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from khabar.rules._configs import patterns
from khabar.rules._release import CARD, Release
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted


@rule("KH820", scope="release", severity="error")
def config_without_files(release: Release) -> Iterator[Hit]:
    for pointer, pattern, _ in patterns(release):
        if not any(fnmatchcase(path, pattern) for path in release.files):
            yield release.hit(f"no file has a path like {quoted(pattern)}", CARD, pointer)
