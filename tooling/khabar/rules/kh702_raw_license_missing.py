"""KH702: raw-license-missing.

The publication of an article that is not annotated yet has no license, or labels were proposed for
an article without a publication.

Why: whether the text may be published is better known before the work than after it.

Bad:
    "status": "raw"    "publication": {"publisher": "نشرة خبر"}

Good:
    "status": "raw"    "publication": {"publisher": "نشرة خبر", "license": "CC-BY-4.0"}

Fix: find the terms of the source; `LicenseRef-` and a name stand for terms of its own.

See: schema/article.schema.json
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule


@rule("KH702", severity="info")
def raw_license_missing(index: Index) -> Iterator[Hit]:
    publication, status = index.article.publication, index.article.status
    if index.finished:
        return
    if publication is not None and publication.license is None:
        yield Hit("the publication has no license", "/publication")
    elif publication is None and status == "prelabelled":
        yield Hit("the article is prelabelled and has no publication, so no license", "/status")
