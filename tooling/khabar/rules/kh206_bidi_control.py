r"""KH206: bidi-control.

The text has a character that directs the order of letters on the screen: an embedding, an
override, an isolate or a mark.

Why: it shows letters in another order than they stand, so that an annotator marks other words
than he sees. Arabic text needs none: the page gives the direction.

Bad:
    "\u202bقالت سلمى\u202c"

Good:
    "قالت سلمى"

Fix: take it out before the text is annotated (`khabar ingest` does). In an annotated text the
spans must move with it.

See: schema/article.schema.json
"""

import re
from collections.abc import Iterator

from khabar.rules._characters import stray
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule

_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@rule("KH206", severity="error")
def bidi_control(index: Index) -> Iterator[Hit]:
    yield from stray(index, _BIDI, "the direction character")
