"""KH108: empty-value.

A string, a list or a step of a chain is there but empty.

Why: an absent field means that nothing is known; an empty one would mean the same in a second way.

Bad:
    {"id": "q1", "content": [...], "cue": []}

Good:
    {"id": "q1", "content": [...]}

Fix: leave the field out, or fill it.

See: schema/article.schema.json
"""

from collections.abc import Iterator

from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, rule


@rule("KH108", scope="file", severity="error", of_broken=True)
def empty_value(reading: Reading) -> Iterator[Hit]:
    for fault in reading.broken("minLength", "minItems", "minProperties"):
        if not fault.pointer.endswith("/target"):
            yield Hit(fault.message, fault.pointer)
