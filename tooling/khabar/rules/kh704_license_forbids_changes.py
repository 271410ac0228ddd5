"""KH704: license-forbids-changes.

An adjudicated article stands under a license that forbids to pass it on with annotations: one
without derivatives (ND), `NONE`, or all rights reserved.

Why: adjudicated articles are what a corpus publishes. An annotated text is a changed one.

Bad:
    "status": "adjudicated"    "license": "CC-BY-NC-ND-4.0"

Good:
    "status": "adjudicated"    "license": "CC-BY-4.0"

Fix: ask whoever holds the rights, or leave the article out of the release.

See: schema/article.schema.json
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._licenses import forbids_changes
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted


@rule("KH704", severity="warning")
def license_forbids_changes(index: Index) -> Iterator[Hit]:
    publication = index.article.publication
    if index.article.status != "adjudicated" or publication is None or publication.license is None:
        return
    if forbids_changes(publication.license):
        message = f"{quoted(publication.license)} does not let an annotated text be passed on"
        yield Hit(message, "/publication/license")
