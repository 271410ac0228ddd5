"""KH808: card-creator-unknown.

Who annotated or wrote, in the card, is not one of the hub's words for it.

Why: only those words can be filtered by.

Bad:
    annotations_creators: [two students]

Good:
    annotations_creators: [expert-generated]

Fix: write crowdsourced, expert-generated, found, machine-generated, no-annotation or other.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._hub_values import CREATORS
from khabar.rules._release import CARD, Release
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted


@rule("KH808", scope="release", severity="warning")
def card_creator_unknown(release: Release) -> Iterator[Hit]:
    for key in ("annotations_creators", "language_creators"):
        for pointer, value in release.card.words(key):
            if isinstance(value, str) and value not in CREATORS:
                message = f"{quoted(value)} is none of {', '.join(sorted(CREATORS))}"
                yield release.hit(message, CARD, pointer)
