"""KH803: card-key-unknown.

The card has a field that neither the hub nor `datasets` reads.

Why: a misspelled field, as `licence`, is passed over in silence, and its value is lost.

Bad:
    licence: cc-by-4.0

Good:
    license: cc-by-4.0

Fix: write the name that the hub knows, or move the remark into the text.

See: docs/hub.md
"""

from collections.abc import Iterator
from difflib import get_close_matches

from khabar.rules._hub_values import KEYS
from khabar.rules._release import CARD, Release
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted


@rule("KH803", scope="release", severity="warning")
def card_key_unknown(release: Release) -> Iterator[Hit]:
    for key in release.card.value if isinstance(release.card.value, dict) else ():
        if key not in KEYS:
            near = get_close_matches(str(key), KEYS, n=1)
            hint = f"; the nearest that it reads is {near[0]}" if near else ""
            yield release.hit(f"the hub reads no field {quoted(str(key))}{hint}", CARD, f"/{key}")
