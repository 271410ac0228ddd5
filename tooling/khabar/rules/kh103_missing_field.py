"""KH103: missing-field.

A field that the schema requires is not there.

Why: without it the value cannot be used: a mention without a type, a span without an end.

Bad:
    {"id": "m1", "spans": [...]}

Good:
    {"id": "m1", "type": "PER", "spans": [...]}

Fix: give the field its value.

See: schema/article.schema.json
"""

from collections.abc import Iterator

from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, rule


@rule("KH103", scope="file", severity="error", of_broken=True)
def missing_field(reading: Reading) -> Iterator[Hit]:
    for fault in reading.broken("required"):
        yield Hit(fault.message, fault.pointer, mark=fault.field)
