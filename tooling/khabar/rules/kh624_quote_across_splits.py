"""KH624: quote-across-splits.

A quote of fifteen words or more, folded, or a run of twenty words of a longer one, stands in quotes
of articles of two splits.

Why: the articles report one event, and what is annotated in the one is known from the other.

Bad:
    a sentence of twenty words that a minister said, in an article of train and in one of test

Good:
    both articles in train

Fix: put the articles into the same split; `khabar split` does.

See: docs/split.md
"""

from collections.abc import Iterator

from khabar.rules._corpus import spot
from khabar.rules._index import Index
from khabar.rules._passages import RUN, Passages
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.rules._splits import Across, listed
from khabar.rules._words import extent


@rule("KH624", scope="corpus", severity="info")
def quote_across_splits() -> Watch:
    across, passages = Across(), Passages()

    def watch(reading: Reading, index: Index) -> Iterator[Hit]:
        mine = across.of(reading, index)
        told = set()
        for one in passages.of(index, spot(reading, index)) if mine else ():
            theirs = across.apart(mine, one.spot)
            if theirs is not None and one.at not in told:
                told.add(one.at)
                part = "" if one.whole else f"{RUN} words or more of "
                message = (
                    f"{part}this quote of an article of {listed(mine)} "
                    f"{'are' if part else 'is'} also in {one.spot} of {theirs}"
                )
                place = f"/quotes/{one.at}/content"
                yield Hit(message, place, *extent(one.quote.content), mark=one.spot.id)

    return watch
