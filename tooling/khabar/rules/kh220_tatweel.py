"""KH220: tatweel.

A word is stretched with tatweel (U+0640).

Why: the stretch is an ornament of the page, and the stretched word is not equal to the plain one.
A letter that stands for itself (the هـ of the Hijri year) and a proclitic set off from a sign, a
number or a mark (لـ«...») are left alone.

Bad:
    "قالت سلـــمى"

Good:
    "قالت سلمى"    "عام 1445 هـ"

Fix: take it out before the text is annotated. Matching folds it meanwhile.

See: corpus/guidelines/02-proclitics.md
"""

import re
from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted

_STRETCHED = re.compile(r"\w*\u0640[\w\u0640\u064b-\u065f]*")
_ALONE = re.compile("(?:[وف]?[\u0621-\u064a][\u064b-\u065f]?\u0640+|\u0640+)")


@rule("KH220", severity="info")
def tatweel(index: Index) -> Iterator[Hit]:
    if "\u0640" not in index.text:
        return
    found = [one for one in _STRETCHED.finditer(index.text) if not _ALONE.fullmatch(one[0])]
    if found:
        first = found[0]
        message = (
            f"words stretched with tatweel: {len(found)}, first {quoted(first[0])} at offset "
            f"{first.start()}"
        )
        yield Hit(message, "/text", first.start(), first.end())
