"""KH806: card-language-unknown.

A language of the card is not a code of ISO 639.

Why: people find the dataset by that code; `Arabic` or `ar-EG` is in no filter.

Bad:
    language: Arabic    language: [ar-EG]

Good:
    language: [ar]    language_details: [ar-EG]

Fix: write the code, `ar` or one of three letters as `arz`; regions go into `language_details`.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._hub_values import is_language
from khabar.rules._release import CARD, Release
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted


@rule("KH806", scope="release", severity="error")
def card_language_unknown(release: Release) -> Iterator[Hit]:
    for pointer, value in release.card.words("language"):
        if isinstance(value, str) and not is_language(value):
            yield release.hit(f"{quoted(value)} is no code of a language", CARD, pointer)
