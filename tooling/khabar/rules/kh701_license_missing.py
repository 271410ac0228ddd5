"""KH701: license-missing.

An annotated or adjudicated article has no license: its publication has none, or there is no
publication at all.

Why: a corpus whose terms are not known cannot be passed on. What one article lacks holds back all
of them.

Bad:
    "status": "annotated"    "publication": {"publisher": "نشرة خبر"}

Good:
    "status": "annotated"    "publication": {"publisher": "نشرة خبر", "license": "CC-BY-4.0"}

Fix: give the SPDX id of the license, or `LicenseRef-` and a name for terms of its own.

See: schema/article.schema.json
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule


@rule("KH701", severity="warning")
def license_missing(index: Index) -> Iterator[Hit]:
    publication, status = index.article.publication, index.article.status
    if not index.finished:
        return
    if publication is None:
        yield Hit(f"the article is {status} and has no publication, so no license", "/status")
    elif publication.license is None:
        yield Hit(f"the article is {status} and its publication has no license", "/publication")
