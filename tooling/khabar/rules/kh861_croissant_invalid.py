"""KH861: croissant-invalid.

`croissant.json` does not follow the format, as its own library judges.

Why: tools that read Croissant refuse it.

Bad:
    a field without a dataType

Good:
    every field with its dataType

Fix: build the dataset again.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._release import CROISSANT, Release
from khabar.rules._rule import Hit, rule


@rule("KH861", scope="release", severity="error")
def croissant_invalid(release: Release) -> Iterator[Hit]:
    for said in release.croissant_faults:
        yield release.hit(said, CROISSANT, mark=said)
