"""KH105: not-in-vocabulary.

A code is in none of the vocabularies of the schema.

Why: counts, colors and converters know the vocabulary only; a code beside it is left out of all.

Bad:
    {"id": "m1", "type": "PERSON", "spans": [...]}

Good:
    {"id": "m1", "type": "PER", "spans": [...]}

Fix: use a code of the list. A new label is an entry in `schema/labels/` and a minor version.

See: schema/article.schema.json
"""

from collections.abc import Iterator

from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, rule


@rule("KH105", scope="file", severity="error", of_broken=True)
def not_in_vocabulary(reading: Reading) -> Iterator[Hit]:
    mistyped = {fault.pointer for fault in reading.broken("type")}
    for fault in reading.broken("enum"):
        if fault.pointer not in mistyped:
            yield Hit(fault.message, fault.pointer)
