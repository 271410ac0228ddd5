"""KH811: card-section-missing.

The card lacks a part of the data statement.

Why: who chose the texts, who labelled them, in which language they are and what they are not fit
for is what a reader needs to judge results by.

Bad:
    a card without a section on limits

Good:
    ## Limits

Fix: build the dataset again; the card says what the corpus tells, and that it does not tell.

See: docs/hub.md
"""

import re
from collections.abc import Iterator

from khabar.rules._release import CARD, Release
from khabar.rules._rule import Hit, rule

_SECTIONS = {
    "Curation rationale": r"curation|rationale|motivation",
    "Language varieties": r"language|variet|dialect",
    "Who annotated": r"annotat",
    "Splits": r"split",
    "Limits": r"limit|bias|out-of-scope|risk",
    "License": r"licen[cs]",
    "Citation": r"citation|cite",
}


@rule("KH811", scope="release", severity="warning")
def card_section_missing(release: Release) -> Iterator[Hit]:
    if release.card.fault:
        return
    heads = re.findall(r"^#+ +(.+)$", release.card.text, re.MULTILINE)
    for section, words in _SECTIONS.items():
        if not any(re.search(words, head, re.IGNORECASE) for head in heads):
            yield release.hit(
                f"no heading of the card is about this: {section}", CARD, mark=section
            )
