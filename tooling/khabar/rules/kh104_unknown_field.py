"""KH104: unknown-field.

An object has a field that the schema does not know.

Why: a misspelt field is a lost one: nothing would read it and nothing would say so.

Bad:
    {"id": "m1", "type": "PER", "span": [...]}

Good:
    {"id": "m1", "type": "PER", "spans": [...]}

Fix: correct the name, or put data of your own under `extra`, which every converter carries.

See: schema/article.schema.json
"""

from collections.abc import Iterator

from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, rule


@rule("KH104", scope="file", severity="error", of_broken=True)
def unknown_field(reading: Reading) -> Iterator[Hit]:
    for fault in reading.broken("additionalProperties"):
        field = fault.field.replace("~", "~0").replace("/", "~1")
        yield Hit(fault.message, f"{fault.pointer}/{field}", key=True)
