"""KH403: parts-share-words.

The content, the cue and the source of a quote, or of a step of its chain, share words.

Why: they answer different questions: what was said, by which word, by whom. Words that are in two
of them are counted twice and cannot be drawn on the page.

A pronoun written onto the cue (the ه of رأيه) may be the source within it.

Bad:
    [قالت سلمى] إن العمل بدأ    with سلمى the source and قالت سلمى the cue

Good:
    [قالت] [سلمى] [إن العمل بدأ]

Fix: give the words to the part they belong to.

See: corpus/guidelines/03-quotes.md Q9
"""

from collections.abc import Iterator
from itertools import pairwise

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted
from khabar.text import word_around

_Part = tuple[int, int, str]


@rule("KH403", severity="warning")
def parts_share_words(index: Index) -> Iterator[Hit]:
    for at, parts in enumerate(index.quote_parts):
        if not [other for one, other in pairwise(parts) if other[0] < one[1]]:
            continue
        furthest = parts[0]
        for part in parts[1:]:
            if part[0] < furthest[1] and not _allowed(index, furthest, part):
                yield _hit(index, at, furthest, part)
            if part[1] > furthest[1]:
                furthest = part


def _allowed(index: Index, one: _Part, other: _Part) -> bool:
    """Parts of one field are another rule's affair; a pronoun on the cue may be the source."""
    if one[2] == other[2] or other[0] >= other[1]:
        return True
    pronoun = one[2].endswith("cue") and other[2].endswith("source") and other[1] <= one[1]
    return pronoun and word_around(index.text, other[0]) is not None


def _hit(index: Index, at: int, one: _Part, other: _Part) -> Hit:
    start, end = other[0], min(one[1], other[1])
    shared = index.text[start:end]
    message = f"{one[2]} and {other[2]} share the words {quoted(shared)}"
    return Hit(message, f"/quotes/{at}/{other[2]}", start, end, mark=f"{one[2]} {shared}")
