"""KH709: identity-number-in-text.

The text has what looks like a number that a state gives a person: ten to fourteen digits behind a
word such as الرقم القومي, رقم الهوية, السجل المدني, جواز السفر.

Why: it opens bank accounts. No story needs it.

Bad:
    "المتهم (رقم الهوية 1012345678)"

Good:
    "المتهم (32 عاما)"

Fix: leave it out when the text is taken.

See: schema/article.schema.json
"""

import re
from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted

_BEFORE = (
    "الرقم (?:القومي|الوطني|المدني)|رقم (?:ال)?(?:هوية|إقامة|بطاقة|سجل المدني|جواز)"
    "|السجل المدني|(?:الهوية|البطاقة) (?:الوطنية|الشخصية|المدنية)|جواز (?:ال)?سفر"
)
_IDENTITY = re.compile(rf"(?:{_BEFORE})[^\d\n]{{0,25}}([A-Z]?\d{{7,14}})(?!\d)")


@rule("KH709", severity="info")
def identity_number_in_text(index: Index) -> Iterator[Hit]:
    if not index.long_number:
        return
    for found in _IDENTITY.finditer(index.text):
        message = f"the text has what looks like the identity number {quoted(found[1])}"
        yield Hit(message, "/text", found.start(1), found.end(1), mark=found[1])
