"""KH110: not-one-target.

The target of a stance has no field, or more than one.

Why: a stance is about one thing. Two targets are two stances, which may differ.

Bad:
    {"target": {"entity": "e2", "topic": "medtop:11000000"}}

Good:
    {"target": {"entity": "e2"}}

Fix: keep the target that the evidence shows; make a second stance for the other.

See: schema/article.schema.json
"""

from collections.abc import Iterator

from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, rule


@rule("KH110", scope="file", severity="error", of_broken=True)
def not_one_target(reading: Reading) -> Iterator[Hit]:
    for fault in reading.broken("minProperties", "maxProperties"):
        if fault.pointer.endswith("/target"):
            yield Hit(f"exactly one field belongs in a target: {fault.message}", fault.pointer)
