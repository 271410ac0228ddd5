"""KH624: quote-across-splits.

A quote of twelve words or more, folded, stands in articles of two splits.

Why: the articles report one event, and what is annotated in the one is known from the other.

Bad:
    a sentence of twenty words that a minister said, in an article of train and in one of test

Good:
    both articles in train

Fix: put the articles into the same split.

See: corpus/README.md
"""

from collections.abc import Iterator

from khabar.rules._corpus import Articles, Spot, spot
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.rules._said import said
from khabar.rules._splits import SplitsByCorpus, listed
from khabar.rules._words import extent

_FEWEST = 12


@rule("KH624", scope="corpus", severity="info")
def quote_across_splits() -> Watch:
    articles, splits = Articles(), SplitsByCorpus()
    first: dict[bytes, tuple[str, Spot]] = {}

    def watch(reading: Reading, index: Index) -> Iterator[Hit]:
        mine = splits.of(reading, index)
        if not mine or not articles.new(reading, index):
            return
        for at, quote, length, digest in said(index):
            if length >= _FEWEST:
                own = listed(mine)
                split, there = first.setdefault(digest, (own, spot(reading, index)))
                if split != own:
                    message = f"this quote of an article of {own} is also in {there} of {split}"
                    pointer = f"/quotes/{at}/content"
                    yield Hit(message, pointer, *extent(quote.content), mark=there.id)

    return watch
