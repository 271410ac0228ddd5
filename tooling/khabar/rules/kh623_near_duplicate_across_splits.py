"""KH623: near-duplicate-across-splits.

An article has half or more of its runs of five words, or all its words, in common with one in
another split.

Why: what is measured on the one was learned from the other.

Bad:
    storm in splits/train.txt, its corrected copy storm-update in splits/test.txt

Good:
    both in splits/train.txt

Fix: put them into the same split (`khabar split` does), or keep one.

See: docs/split.md
"""

from collections.abc import Iterator

from khabar.rules._corpus import spot
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._related import Texts
from khabar.rules._rule import Hit, Watch, rule
from khabar.rules._splits import Across, listed


@rule("KH623", scope="corpus", severity="warning")
def near_duplicate_across_splits() -> Watch:
    across, texts = Across(), Texts()

    def watch(reading: Reading, index: Index) -> Iterator[Hit]:
        mine = across.of(reading, index)
        for one in texts.of(index, spot(reading, index)) if mine else ():
            theirs = across.apart(mine, one.spot)
            if theirs is not None:
                message = (
                    f"{one.share:.0%} of the runs of five words in this article of {listed(mine)} "
                    f"are those of {one.spot} in {theirs}"
                )
                yield Hit(message, "/text", mark=one.spot.id)
                return

    return watch
