r"""KH207: odd-space.

The text has a blank other than the space and the line feed: a tab, a no-break space, a thin space,
a line separator.

Why: words are split at spaces, and tools differ on which of the others count. Some turn them into
spaces and some drop them, which moves every offset after them.

Bad:
    "قالت\u00a0سلمى"

Good:
    "قالت سلمى"

Fix: turn it into a space before the text is annotated (`khabar ingest` does). One for one, that
moves no offset; the words of the spans must follow.

See: schema/article.schema.json
"""

import re
from collections.abc import Iterator

from khabar.rules._characters import stray
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule

_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")


@rule("KH207", severity="warning")
def odd_space(index: Index) -> Iterator[Hit]:
    yield from stray(index, _SPACES, "the blank")
