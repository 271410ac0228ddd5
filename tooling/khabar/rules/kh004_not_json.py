"""KH004: not-json.

The document is not JSON, or is JSON that no reader need accept: NaN, numbers beyond all bounds,
thousands of brackets in brackets.

Why: nothing of it can be read, and a tool that repairs it silently may repair it wrongly.

Bad:
    {"schema": "khabar/1.0", "id": "storm", }

Good:
    {"schema": "khabar/1.0", "id": "storm"}

Fix: mend the JSON at the place shown. Marks of a merge conflict (`<<<<<<<`) are a common cause.

See: docs/check.md
"""

from collections.abc import Iterator

from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, rule


@rule("KH004", scope="file", severity="error", of_broken=True)
def not_json(reading: Reading) -> Iterator[Hit]:
    if reading.error and reading.error.code == "KH004":
        yield Hit(reading.error.message, place=reading.error.place)
