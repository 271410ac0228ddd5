"""KH810: placeholder-left.

The card still has a placeholder of a template.

Why: it says that nobody looked at the card, and what it stood for is missing.

Bad:
    [More Information Needed]    {{ curation_rationale }}    TODO

Good:
    The articles were written for this corpus.

Fix: write what belongs there, or leave the section out; `metadata.json` of the corpus has a
`statement` for it.

See: docs/hub.md
"""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from khabar.rules._release import CARD, Release
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted

_LEFT = re.compile(
    r"\[More Information Needed\]|\{\{ .*?\}\}|\{[a-z]+_[a-z_0-9]+\}|<!--.*?-->|\bTODO\b|\bFIXME\b"
    r"|[Ll]orem ipsum"
)


@rule("KH810", scope="release", severity="error")
def placeholder_left(release: Release) -> Iterator[Hit]:
    for number, line in enumerate(release.card.text.splitlines(), 1):
        for found in _LEFT.finditer(line):
            hit = release.hit(f"{quoted(found[0])} is left over", CARD, mark=f"{found[0]} {number}")
            start, end = found.start() + 1, found.end() + 1
            place = replace(release.place(CARD), line=number, column=start, end_line=number)
            yield hit._replace(place=replace(place, end_column=end))
