"""KH101: wrong-type.

A value is of another JSON type than the schema gives its field.

Why: readers that know the schema refuse it, and those that do not guess: "12" sorts before "9".

Bad:
    {"start": "12", "end": 16, "text": "سلمى"}

Good:
    {"start": 12, "end": 16, "text": "سلمى"}

Fix: write the value in the type the message names.

See: schema/article.schema.json
"""

from collections.abc import Iterator

from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, rule


@rule("KH101", scope="file", severity="error", of_broken=True)
def wrong_type(reading: Reading) -> Iterator[Hit]:
    for fault in reading.broken("type"):
        yield Hit(fault.message, fault.pointer)
