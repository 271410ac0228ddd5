"""KH801: card-missing.

The dataset has no README.md, it does not begin with YAML between two lines of `---`, or that YAML
cannot be read.

Why: the hub and `datasets` take language, license, configurations and labels from there; without
it they guess.

Bad:
    README.md: # News articles

Good:
    README.md: --- / language: [ar] / --- / # News articles

Fix: build the dataset again; its card is written from the data.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._release import CARD, Release
from khabar.rules._rule import Hit, rule


@rule("KH801", scope="release", severity="error")
def card_missing(release: Release) -> Iterator[Hit]:
    if release.card.fault:
        yield release.hit(release.card.fault, CARD)
