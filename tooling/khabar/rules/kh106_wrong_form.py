"""KH106: wrong-form.

A string does not have the form of its field: an id, a date, a code.

Why: ids are used in file names and links, dates are sorted, codes are looked up; each only works in
its form.

Bad:
    {"published": "9/3/2031"}

Good:
    {"published": "2031-03-09"}

Fix: write the value in the form that the message shows.

See: schema/article.schema.json
"""

from collections.abc import Iterator

from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, rule


@rule("KH106", scope="file", severity="error", of_broken=True)
def wrong_form(reading: Reading) -> Iterator[Hit]:
    for fault in reading.broken("pattern"):
        yield Hit(fault.message, fault.pointer)
