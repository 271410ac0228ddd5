"""KH708: telephone-in-text.

The text has what looks like a telephone number: one with a plus sign or 00 and a country's code, or
one behind a word such as هاتف, جوال, واتساب, للتواصل.

Why: it is personal data. Short numbers for emergencies and hot lines are left alone.

Bad:
    "للاستفسار هاتف 0501234567"

Good:
    "للاستفسار الاتصال بالرقم 911"

Fix: leave the line out when the text is taken; ask whether the number is needed before it is
published.

See: schema/article.schema.json
"""

import re
from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted

_NUMBER = r"\d(?:[ .()-]?\d){6,13}(?![\d.,٫٬]*\d)"
_TELEPHONE = re.compile(
    rf"(?<![\d+])(?:\+|00)[1-9](?:[ .()-]?\d){{7,13}}(?!\d)"
    rf"|(?:هاتف|جوال|موبايل|واتساب|تلفون|الفاكس|فاكس|للتواصل|للاتصال|الرقم)"
    rf"(?: [\u0621-\u064a]{{1,9}}){{0,2}} ?[:/]? ?(\+?{_NUMBER})"
)


@rule("KH708", severity="info")
def telephone_in_text(index: Index) -> Iterator[Hit]:
    if not index.long_number:
        return
    for found in _TELEPHONE.finditer(index.text):
        group = 1 if found[1] else 0
        number, start, end = found[group], found.start(group), found.end(group)
        message = f"the text has what looks like the telephone number {quoted(number)}"
        yield Hit(message, "/text", start, end, mark=number)
