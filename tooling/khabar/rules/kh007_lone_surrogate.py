r"""KH007: lone-surrogate.

A string holds half of a surrogate pair, as the escape ``\ud83d`` without its second half.

Why: it is no character. It cannot be written as UTF-8, and one such string has been seen to stop
the export of a whole Label Studio project.

Bad:
    {"title": "عاجل \ud83d"}

Good:
    {"title": "عاجل 😀"}

Fix: restore the character from the source, or delete the half. Text cut after a number of UTF-16
units is the usual cause.

See: schema/article.schema.json
"""

from collections.abc import Iterator

from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, rule


@rule("KH007", scope="file", severity="error", of_broken=True)
def lone_surrogate(reading: Reading) -> Iterator[Hit]:
    if reading.error and reading.error.code == "KH007":
        yield Hit(reading.error.message, place=reading.error.place)
