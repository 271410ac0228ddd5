"""KH005: duplicate-key.

An object gives one field twice.

Why: readers keep the last value, or the first, and none of them says so: one of the two values
is lost the next time the file is written.

Bad:
    {"id": "m4", "type": "PER", "type": "ORG"}

Good:
    {"id": "m4", "type": "ORG"}

Fix: keep the value that is right. Merges done by hand are a common cause.

See: docs/check.md
"""

from collections.abc import Iterator

from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, rule


@rule("KH005", scope="file", severity="error")
def duplicate_key(reading: Reading) -> Iterator[Hit]:
    if not reading.may_repeat_keys:
        return
    for pointer, extent in reading.map.repeated:
        field = pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
        message = f"the field {field!r} is given more than once in this object"
        yield Hit(message, pointer, place=reading.map.at(extent))
