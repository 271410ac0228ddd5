"""KH804: card-field-missing.

The card lacks a field that people search by or `datasets` loads by.

Why: a dataset without language, license or size is in no filter of the hub, and one without
`configs` and `dataset_info` is loaded by guessing.

Bad:
    a card without `license`

Good:
    license: cc-by-4.0

Fix: build the dataset again, or add the field.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._release import CARD, Release
from khabar.rules._rule import Hit, rule

_NEEDED = (
    "pretty_name", "language", "license", "size_categories", "task_categories", "configs",
    "dataset_info",
)  # fmt: skip


@rule("KH804", scope="release", severity="error")
def card_field_missing(release: Release) -> Iterator[Hit]:
    if release.card.fault:
        return
    for key in _NEEDED:
        if not release.card.get(key):
            yield release.hit(f"the card has no {key}", CARD, mark=key)
