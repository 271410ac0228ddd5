r"""KH203: control-character.

The text has a control character other than the line feed.

Why: nobody sees it, and tools differ: some drop it and move every offset after it, a NUL ends the
text for others.

Bad:
    "بدأ\u0000 العمل"

Good:
    "بدأ العمل"

Fix: take it out before the text is annotated (`khabar ingest` does). In an annotated text the
spans must move with it.

See: schema/article.schema.json
"""

import re
from collections.abc import Iterator

from khabar.rules._characters import stray
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u206a-\u206f\ufff9-\ufffb]")


@rule("KH203", severity="error")
def control_character(index: Index) -> Iterator[Hit]:
    yield from stray(index, _CONTROLS, "the control character")
