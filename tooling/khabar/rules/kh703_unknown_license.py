"""KH703: unknown-license.

A license is no SPDX id that we know.

Known are the licenses that texts and data are published under, `NOASSERTION`, `NONE` and ids that
begin with `LicenseRef-`; the case of letters does not matter.

Why: a name that programs do not know is read by nobody: no filter by license finds the article.

Bad:
    "license": "CC BY 4.0"    "license": "مفتوح"

Good:
    "license": "CC-BY-4.0"    "license": "LicenseRef-khabar-terms"

Fix: write the id as in the SPDX list, or `LicenseRef-` and a name for terms of its own.

See: schema/article.schema.json
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._licenses import known, nearest
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted


@rule("KH703", severity="warning")
def unknown_license(index: Index) -> Iterator[Hit]:
    publication = index.article.publication
    if publication is None or publication.license is None or known(publication.license):
        return
    meant = nearest(publication.license)
    hint = f"; the nearest is {meant}" if meant else ""
    message = f"{quoted(publication.license)} is no SPDX id that is known here{hint}"
    yield Hit(message, "/publication/license")
