"""KH420: unknown-cue.

No word of a cue is a word of saying that we know.

Why: a new cue is worth a look: it is a find for the lexicon, or the wrong word was marked.

Bad:
    [انتظرت] سلمى ...

Good:
    [قالت] سلمى ...

Fix: correct the cue, or leave it and tell us the word.

See: corpus/guidelines/03-quotes.md Q9
"""

from collections.abc import Iterator
from functools import lru_cache

from khabar.rules._cues import form
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import extent, shown


@rule("KH420", severity="info")
def unknown_cue(index: Index) -> Iterator[Hit]:
    for at, quote in enumerate(index.article.quotes):
        if quote.cue is None:
            continue
        if not any(map(_says, [span.text for span in quote.cue])):
            message = f"the cue {shown(quote.cue)} of {quote.id} has no word of saying that we know"
            yield Hit(message, f"/quotes/{at}/cue", *extent(quote.cue))


@lru_cache(1 << 12)
def _says(words: str) -> bool:
    return any(form(word) for word in words.split())
