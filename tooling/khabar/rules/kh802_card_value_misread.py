"""KH802: card-value-misread.

A value of the card that must be text is read as something else: YAML takes no, yes, on, off,
dates, numbers and nothing at all for themselves.

Why: `language: [no]` is the language False, and a label named `no` loads as False; nothing warns.

Bad:
    language: [no]    license: 1.0    pretty_name:

Good:
    language: ['no']    license: cc-by-4.0    pretty_name: News

Fix: put the value between quotation marks.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._release import CARD, Release
from khabar.rules._rule import Hit, rule

_TEXTS = (
    "language", "license", "license_name", "license_link", "tags", "pretty_name",
    "annotations_creators", "language_creators", "size_categories", "source_datasets",
    "task_categories", "task_ids",
)  # fmt: skip


def _wrong(value: object, pointer: str) -> Iterator[tuple[str, object]]:
    """What stands in the place of a text, at any depth."""
    if isinstance(value, list):
        for at, one in enumerate(value):
            yield from _wrong(one, f"{pointer}/{at}")
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _wrong(one, f"{pointer}/{key}")
    elif not isinstance(value, str):
        yield pointer, value


def _names(features: object, pointer: str) -> Iterator[tuple[str, object]]:
    """The names of labels and columns in features, where they are no text."""
    if isinstance(features, list):
        for at, one in enumerate(features):
            yield from _names(one, f"{pointer}/{at}")
    elif isinstance(features, dict):
        for key, one in features.items():
            inside = f"{pointer}/{key}"
            yield from _wrong(one, inside) if key in ("name", "names") else _names(one, inside)


@rule("KH802", scope="release", severity="error")
def card_value_misread(release: Release) -> Iterator[Hit]:
    card = release.card
    found = [pair for key in _TEXTS for pair in _wrong(card.get(key) or [], f"/{key}")]
    for pointer, one in card.records("configs"):
        found += _wrong(one.get("config_name"), f"{pointer}/config_name")
        found += _wrong(one.get("data_files", []), f"{pointer}/data_files")
    for pointer, one in card.records("dataset_info"):
        found += _wrong(one.get("config_name", ""), f"{pointer}/config_name")
        found += _names(one.get("features"), f"{pointer}/features")
    for pointer, value in found:
        message = f"YAML reads {value!r} here, not a text; write it between quotation marks"
        yield release.hit(message, CARD, pointer)
