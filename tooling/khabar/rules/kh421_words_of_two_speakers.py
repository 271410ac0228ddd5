"""KH421: words-of-two-speakers.

The same words, four or more, are given to two speakers in one article, and neither quote is nested
in the other.

A group and its members may say the same.

Why: one of the two links is mostly wrong; who did repeat another's words is quoted with a chain or
`same_as`.

Bad:
    "القرار صدر بالإجماع أمس" by e1 and by e2

Good:
    "القرار صدر بالإجماع أمس" by e1, twice

Fix: correct the speaker that is wrong.

See: corpus/guidelines/03-quotes.md Q26
"""

import re
from collections.abc import Iterator

from khabar.model import Quote
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import extent, shown
from khabar.text import fold

_FEWEST = 4
_WORD = re.compile(r"\w+")


@rule("KH421", severity="info")
def words_of_two_speakers(index: Index) -> Iterator[Hit]:
    if not _alike(index):
        return
    first: dict[tuple[str, ...], Quote] = {}
    for at, quote in enumerate(index.article.quotes):
        words = _words(quote)
        if quote.speaker is None or len(words) < _FEWEST:
            continue
        earlier = first.setdefault(words, quote)
        speaker = earlier.speaker or ""
        if speaker == quote.speaker or _related(index, speaker, quote.speaker):
            continue
        if quote.parent == earlier.id or earlier.parent == quote.id:
            continue
        message = (
            f"{shown(quote.content)} is said by {quote.speaker} in {quote.id} and by {speaker} "
            f"in {earlier.id}"
        )
        yield Hit(message, f"/quotes/{at}/speaker", *extent(quote.content), mark=earlier.id)


def _alike(index: Index) -> bool:
    """Whether any two quotes may have the same words: they have the same number of some letters.

    Letters in their printed shape, which folding resolves, cannot be counted.
    """
    if index.misfits or b"\xef" in index.encoded:
        return True
    texts = [" ".join([one.text for one in quote.content]) for quote in index.article.quotes]
    counts = {(one.count("ل"), one.count("م"), one.count("ر")) for one in texts}
    return len(counts) < len(texts)


def _words(quote: Quote) -> tuple[str, ...]:
    """The folded words of a quote without marks."""
    return tuple(_WORD.findall(fold(" ".join(one.text for one in quote.content))))


def _related(index: Index, one: str, other: str) -> bool:
    groups = [index.entities.get(one), index.entities.get(other)]
    members = [group.members or () if group else () for group in groups]
    return other in members[0] or one in members[1]
