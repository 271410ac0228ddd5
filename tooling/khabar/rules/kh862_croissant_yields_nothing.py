"""KH862: croissant-yields-nothing.

A record set of `croissant.json` yields no record.

Why: a wrong column or a lost file passes the validator; only reading shows it.

Bad:
    extract: column: contents and no such column

Good:
    extract: column: content

Fix: build the dataset again.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._release import CROISSANT, Release
from khabar.rules._rule import Hit, rule


@rule("KH862", scope="release", severity="error")
def croissant_yields_nothing(release: Release) -> Iterator[Hit]:
    for name, reason in release.record_faults.items():
        yield release.hit(f"{name}: {reason}", CROISSANT, "/recordSet", mark=name)
