r"""KH223: mojibake.

The text has the debris of bytes read in the wrong encoding: Ø and Ù before signs, rows of accented
Latin letters where Arabic words belong, or the replacement character U+FFFD.

Why: the words are lost to every reader and every search, and annotations on them are void.

Bad:
    "Ù‚Ø§Ù„Øª Ø³Ù„Ù…Ù‰"    "ÞÇáÊ Óáãì"    "قالت سل\ufffdى"

Good:
    "قالت سلمى"

Fix: read the source again in its own encoding.

See: schema/article.schema.json
"""

import re
from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted

_DEBRIS = re.compile(
    "(?:[ØÙÚÛ][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013-\u203a\u20ac\u2122] ?){2,}"
    "|(?<![A-Za-z])[\u00c0-\u00ff]{4,}(?![A-Za-z])|\ufffd+"
)


@rule("KH223", severity="info")
def mojibake(index: Index) -> Iterator[Hit]:
    data = index.encoded
    if not (b"\xc3" in data or b"\xef" in data):
        return
    found = list(_DEBRIS.finditer(index.text))
    if found:
        first = found[0]
        message = (
            f"stretches that look like bytes read in the wrong encoding: {len(found)}, first "
            f"{quoted(first[0])} at offset {first.start()}"
        )
        yield Hit(message, "/text", first.start(), first.end())
