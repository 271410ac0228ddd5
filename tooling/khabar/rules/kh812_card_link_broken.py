"""KH812: card-link-broken.

The card shows a picture or links to a file that the dataset does not have.

Why: readers see a hole.

Bad:
    ![Mentions by type](figures/mention.svg)

Good:
    ![Mentions by type](figures/mentions.svg)

Fix: build the dataset again, or correct the path.

See: docs/hub.md
"""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from khabar.rules._release import CARD, Release
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted

_LINK = re.compile(r"\]\(([^)\s#]+)")


@rule("KH812", scope="release", severity="error")
def card_link_broken(release: Release) -> Iterator[Hit]:
    for number, line in enumerate(release.card.text.splitlines(), 1):
        for found in _LINK.finditer(line):
            path = found[1].removeprefix("./").rstrip("/")
            there = path in release.files or any(
                one.startswith(f"{path}/") for one in release.files
            )
            if not there and not re.match(r"[a-z]+:|/", path):
                hit = release.hit(f"there is no file {quoted(path)}", CARD, mark=path)
                place = replace(release.place(CARD), line=number, column=found.start(1) + 1)
                yield hit._replace(
                    place=replace(place, end_line=number, end_column=found.end(1) + 1)
                )
