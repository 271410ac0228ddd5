"""KH851: license-unnamed.

The license of the card is `other` without a `license_name`, or its `license_link` leads to no
file.

Why: `other` alone tells nobody what is allowed.

Bad:
    license: other

Good:
    license: other    license_name: terms-of-the-archive    license_link: LICENSE

Fix: name it, and put its text into a file LICENSE of the corpus.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._release import CARD, Release
from khabar.rules._rule import Hit, rule


@rule("KH851", scope="release", severity="warning")
def license_unnamed(release: Release) -> Iterator[Hit]:
    if release.card.get("license") == "other" and not release.card.get("license_name"):
        yield release.hit("the license is other, and no license_name says which", CARD, "/license")
    link = release.card.get("license_link")
    if isinstance(link, str) and "://" not in link and link not in release.files:
        yield release.hit(f"there is no file {link}", CARD, "/license_link")
