"""KH860: croissant-missing.

There is no `croissant.json`, or it is no JSON.

Why: the description that the hub makes by itself has no names of labels and says nothing of
spans.

Bad:
    a dataset without croissant.json

Good:
    croissant.json as the build writes it

Fix: build the dataset again.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._release import CROISSANT, Release
from khabar.rules._rule import Hit, rule


@rule("KH860", scope="release", severity="warning")
def croissant_missing(release: Release) -> Iterator[Hit]:
    if release.croissant.fault:
        yield release.hit(release.croissant.fault, CROISSANT)
