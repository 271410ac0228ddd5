"""KH850: licenses-differ.

The card, `croissant.json` and `CITATION.cff` name different licenses.

Why: people read one of the three and rely on it.

Bad:
    README.md: mit    CITATION.cff: CC-BY-4.0

Good:
    cc-by-4.0 in all

Fix: set the license in `metadata.json` of the corpus and build again.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._hub_values import LICENSES, hub_license
from khabar.rules._release import CITATION, CROISSANT, Release
from khabar.rules._rule import Hit, rule


@rule("KH850", scope="release", severity="error")
def licenses_differ(release: Release) -> Iterator[Hit]:
    said = release.card.get("license")
    for file, tree in ((CROISSANT, release.croissant), (CITATION, release.citation)):
        other = tree.get("license")
        if said not in LICENSES and str(said).lower() not in LICENSES:
            return
        if not isinstance(said, str) or not isinstance(other, str):
            continue
        if hub_license(other) != hub_license(said):
            yield release.hit(f"{other} here, {said} in the card", file, "/license")
