"""KH102: null-value.

A field is null.

Why: an absent field means its default. With null there would be two ways to say the same, and every
reader would have to know both.

Bad:
    {"id": "m1", "type": "PER", "spans": [...], "entity": null}

Good:
    {"id": "m1", "type": "PER", "spans": [...]}

Fix: leave the field out.

See: schema/article.schema.json
"""

from collections.abc import Iterator

from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, rule


@rule("KH102", scope="file", severity="error", of_broken=True)
def null_value(reading: Reading) -> Iterator[Hit]:
    nulls = {fault.pointer for fault in reading.faults if reading.is_null(fault)}
    for pointer in sorted(nulls):
        yield Hit("null never stands for a field; leave the field out", pointer)
