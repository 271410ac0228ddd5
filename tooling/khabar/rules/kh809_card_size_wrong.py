"""KH809: card-size-wrong.

The size category of the card is not one of the hub's, or not that of the default configuration's
rows.

Why: people choose datasets by size, and a category left from an earlier release misleads them.

Bad:
    size_categories: [n<1K] over 5,000 rows

Good:
    size_categories: [1K<n<10K]

Fix: build the dataset again; the card counts the rows.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._hub_values import SIZES, size_category
from khabar.rules._release import CARD, Release
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted

_KNOWN = {name for _, name in SIZES} | {"n>1T"}


def _default(release: Release) -> str:
    configs = [one for _, one in release.card.records("configs")]
    first = [one for one in configs if one.get("default")] or configs
    return str(first[0].get("config_name")) if first else "default"


@rule("KH809", scope="release", severity="error")
def card_size_wrong(release: Release) -> Iterator[Hit]:
    said = release.card.words("size_categories")
    for pointer, value in said:
        if isinstance(value, str) and value not in _KNOWN:
            yield release.hit(f"{quoted(value)} is no size category of the hub", CARD, pointer)
    rows = sum(one.rows for one in release.of(_default(release)).values())
    fitting = size_category(rows)
    known = [value for _, value in said if value in _KNOWN]
    if known and rows and fitting not in known:
        message = f"{', '.join(known)} is said of {rows} rows, which are {fitting}"
        yield release.hit(message, CARD, "/size_categories")
