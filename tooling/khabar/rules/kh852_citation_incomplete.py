"""KH852: citation-incomplete.

There is no `CITATION.cff`, it cannot be read, or it lacks a field that its format demands.

Why: whoever uses the data cites what is at hand, or nothing.

Bad:
    a CITATION.cff without authors

Good:
    cff-version, message, title and authors

Fix: build the dataset again; `authors` in `metadata.json` says whom to cite.

See: docs/hub.md
"""

from collections.abc import Iterator

from khabar.rules._release import CITATION, Release
from khabar.rules._rule import Hit, rule

_NEEDED = ("cff-version", "message", "title", "authors")


@rule("KH852", scope="release", severity="warning")
def citation_incomplete(release: Release) -> Iterator[Hit]:
    if release.citation.fault:
        yield release.hit(release.citation.fault, CITATION)
        return
    for key in _NEEDED:
        if not release.citation.get(key):
            yield release.hit(f"there is no {key}", CITATION, mark=key)
