"""KH107: number-out-of-bounds.

A number is below or above what its field allows.

Why: offsets start at 0, scores lie between 0 and 1; what is beyond was counted in another way.

Bad:
    {"kind": "model", "score": 87}

Good:
    {"kind": "model", "score": 0.87}

Fix: write the number in the unit of the field.

See: schema/article.schema.json
"""

from collections.abc import Iterator

from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, rule


@rule("KH107", scope="file", severity="error", of_broken=True)
def number_out_of_bounds(reading: Reading) -> Iterator[Hit]:
    for fault in reading.broken("minimum", "maximum"):
        yield Hit(fault.message, fault.pointer)
