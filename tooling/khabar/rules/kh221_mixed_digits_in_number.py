"""KH221: mixed-digits-in-number.

One number is written with digits of two sets: ASCII (1) and Arabic-Indic (١) or its Persian
variant (۱).

Why: no reader of numbers takes both, and the order on the screen is not the order in the text.
Mostly half a number was typed anew.

Bad:
    "انتظرت 1٢0 سفينة"

Good:
    "انتظرت 120 سفينة"

Fix: correct the source before the text is annotated.

See: corpus/guidelines/01-mentions.md
"""

import re
from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._scan import has
from khabar.rules._words import quoted

_NUMBER = re.compile(r"\d+(?:[.,٫٬]\d+)*")
_SETS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")


@rule("KH221", severity="info")
def mixed_digits_in_number(index: Index) -> Iterator[Hit]:
    if not index.eastern_digits:
        return
    for found in _NUMBER.finditer(index.text):
        if sum(has(found[0], digits) for digits in _SETS) > 1:
            message = f"the number {quoted(found[0])} has digits of two sets"
            yield Hit(message, "/text", found.start(), found.end(), mark=found[0])
