"""KH706: annotator-not-pseudonymous.

The name of a human origin is an e-mail address or looks like a person's real name: it has a blank,
a capital or a letter that is not ASCII.

Asked are the origins of the article and of its annotations, and `edited_by`.

Why: annotators are named by pseudonyms, so that a published corpus does not say who worked on it
and how well.

Bad:
    "origin": {"kind": "human", "name": "مها الرستاني"}

Good:
    "origin": {"kind": "human", "name": "annotator-1"}

Fix: give the annotator a pseudonym: small letters, digits and hyphens.

See: schema/article.schema.json
"""

import re
from collections.abc import Iterator

from khabar.model import Origin
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted

_PSEUDONYM = re.compile(r"[a-z0-9][a-z0-9_.-]*|[A-Z]{1,2}\d*")


@rule("KH706", severity="warning")
def annotator_not_pseudonymous(index: Index) -> Iterator[Hit]:
    for pointer, origin in _origins(index):
        if origin.kind != "human" and origin.edited_by is None:
            continue
        names = (("name", origin.name if origin.kind == "human" else None),
                 ("edited_by", origin.edited_by))  # fmt: skip
        for field, name in names:
            if name is not None and not _PSEUDONYM.fullmatch(name):
                message = f"{quoted(name)} looks like a person's name or address, not a pseudonym"
                yield Hit(message, f"{pointer}/{field}", mark=name)


def _origins(index: Index) -> Iterator[tuple[str, Origin]]:
    if index.article.origin is not None:
        yield "/origin", index.article.origin
    for pointer, one in index.with_origin:
        if one.origin is not None:
            yield f"{pointer}/origin", one.origin
