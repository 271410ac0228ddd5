"""KH821: file-in-no-config.

A Parquet file belongs to no configuration of the card, or to another one than its path says.

Why: its rows are published and nobody loads them, or they come out under the wrong name.

Bad:
    data/quotes/test-00000-of-00001.parquet and no `test` in the card

Good:
    - split: test / path: data/quotes/test-*.parquet

Fix: build the dataset again, or add the split to the card.

See: docs/hub.md
"""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from khabar.rules._configs import patterns
from khabar.rules._release import Release, named
from khabar.rules._rule import Hit, rule


@rule("KH821", scope="release", severity="error")
def file_in_no_config(release: Release) -> Iterator[Hit]:
    if release.card.fault:
        return
    known = list(patterns(release))
    for path in release.parquet:
        owners = [one for _, pattern, one in known if fnmatchcase(path, pattern)]
        if not owners:
            yield release.hit("no configuration of the card has this file", path)
        elif named(path)[0] in {name for name, _ in owners} and named(path) not in owners:
            said = ", ".join(split for _, split in owners)
            yield release.hit(f"the card gives this file to the split {said}", path)
