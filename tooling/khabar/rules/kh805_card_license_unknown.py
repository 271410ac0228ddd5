"""KH805: card-license-unknown.

The license of the card is not one of the ids that the hub knows.

Why: the hub accepts any word when it is read by a program, and shows no license for it.

Bad:
    license: cc-by-99    license: CC-BY-4.0

Good:
    license: cc-by-4.0    license: other

Fix: write the hub's id, which is in small letters, or `other` with `license_name` and
`license_link`.

See: docs/hub.md
"""

from collections.abc import Iterator
from difflib import get_close_matches

from khabar.rules._hub_values import LICENSES
from khabar.rules._release import CARD, Release
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted


@rule("KH805", scope="release", severity="error")
def card_license_unknown(release: Release) -> Iterator[Hit]:
    for pointer, value in release.card.words("license"):
        if isinstance(value, str) and value not in LICENSES:
            near = get_close_matches(value.lower(), LICENSES, n=1)
            hint = f"; the nearest is {near[0]}" if near else ""
            yield release.hit(f"the hub knows no license {quoted(value)}{hint}", CARD, pointer)
