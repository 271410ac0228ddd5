"""KH208: presentation-form.

The text has letters in the shape they take in print (U+FB50 and on, U+FE70 and on) in place of the
letters themselves.

Why: they look the same and are not equal, so that no search finds the word. They come from PDF
files and old systems. Ligatures that stand for a formula of their own (ﷺ, ﷲ, ﷼) and ornate brackets
are left alone.

Bad:
    "قالت ﺳﻠﻤﻰ"

Good:
    "قالت سلمى"

Fix: bring the text into its letters before it is annotated. Matching folds them meanwhile.

See: corpus/guidelines/02-proclitics.md
"""

import re
from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import named, quoted

_FORMS = re.compile("[\ufb50-\ufd3d\ufd50-\ufdcf\ufdf0\ufdf1\ufe70-\ufefc]+")


_LEAD = b"\xef"
"""How the code points from U+F000 on begin in UTF-8."""


@rule("KH208", severity="info")
def presentation_form(index: Index) -> Iterator[Hit]:
    if _LEAD not in index.encoded:
        return
    found = list(_FORMS.finditer(index.text))
    if not found:
        return
    first, count = found[0], sum(len(one[0]) for one in found)
    message = (
        f"letters of the text in their printed shape: {count}, first {named(first[0][0])} in "
        f"{quoted(first[0])} at offset {first.start()}"
    )
    yield Hit(message, "/text", first.start(), first.end())
