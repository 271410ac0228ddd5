"""KH222: mixed-digits.

The numbers of one article are written with digits of two sets: ASCII (1) and Arabic-Indic (١) or
its Persian variant (۱).

Why: the same year is found in one place and missed in the other. Often two sources were joined, or
a date line was glued on.

Bad:
    "في 2024 ... بعد ٣ أيام"

Good:
    "في 2024 ... بعد 3 أيام"

Fix: none in an annotated text; look whether all of it belongs to the article.

See: corpus/guidelines/01-mentions.md
"""

import re
from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule

_SETS = (
    ("ASCII digits", re.compile("[0-9]+")),
    ("Arabic-Indic digits", re.compile("[٠-٩]+")),
    ("Persian digits", re.compile("[۰-۹]+")),
)


@rule("KH222", severity="info")
def mixed_digits(index: Index) -> Iterator[Hit]:
    if not index.eastern_digits:
        return
    counts = [(name, list(digits.finditer(index.text))) for name, digits in _SETS]
    counts = sorted(
        ((name, found) for name, found in counts if found), key=lambda one: -len(one[1])
    )
    if len(counts) < 2:
        return
    rare = counts[-1][1][0]
    said = " and ".join(f"{name} ({len(found)})" for name, found in counts)
    message = f"the text has {said}, first {rare[0]} at offset {rare.start()}"
    yield Hit(message, "/text", rare.start(), rare.end())
