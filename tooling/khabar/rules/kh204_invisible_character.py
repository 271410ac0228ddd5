r"""KH204: invisible-character.

The text has a character without width that is no joiner inside a word: a zero width space, a word
joiner, a byte order mark, a soft hyphen, or a joiner at the edge of a word.

Why: two words that look the same are not equal, and a span may hold more than its reader sees.

Bad:
    "قالت\u200b سلمى"

Good:
    "قالت سلمى"
    "می\u200cخواهم"   (a joiner that shapes a word stays)

Fix: take it out before the text is annotated (`khabar ingest` does). In an annotated text the
spans must move with it.

See: schema/article.schema.json
"""

import re
import unicodedata
from collections.abc import Iterator

from khabar.rules._characters import stray
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule

_INVISIBLE = re.compile("[\u00ad\u034f\u180e\u200b-\u200d\u2060-\u2065\ufeff]")
_JOINERS = ("\u200c", "\u200d")


@rule("KH204", severity="warning")
def invisible_character(index: Index) -> Iterator[Hit]:
    yield from stray(index, _INVISIBLE, "the invisible character", _joins)


def _joins(found: re.Match[str]) -> bool:
    """Whether a joiner stands inside a word, or between the pictures of one emoji."""
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    if found[0] not in _JOINERS or not before or not after:
        return False
    kinds = unicodedata.category(before)[0], unicodedata.category(after)[0]
    return (kinds[0] in "LM" and kinds[1] == "L") or (
        found[0] == "\u200d" and kinds[0] in "SM" and kinds[1] == "S"
    )
