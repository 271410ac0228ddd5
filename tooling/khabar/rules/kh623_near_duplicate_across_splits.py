"""KH623: near-duplicate-across-splits.

An article has half or more of its runs of five words, or all its words, in common with one in
another split.

Why: what is measured on the one was learned from the other.

Bad:
    storm in splits/train.txt, its corrected copy storm-update in splits/test.txt

Good:
    both in splits/train.txt

Fix: put them into the same split, or keep one.

See: corpus/README.md
"""

from collections.abc import Iterator

from khabar.rules._corpus import Articles, spot
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.rules._shingles import Neighbours
from khabar.rules._splits import SplitsByCorpus, listed


@rule("KH623", scope="corpus", severity="warning")
def near_duplicate_across_splits() -> Watch:
    articles, neighbours, splits = Articles(), Neighbours(), SplitsByCorpus()
    own: dict[str, list[str]] = {}

    def watch(reading: Reading, index: Index) -> Iterator[Hit]:
        mine = splits.of(reading, index)
        if not mine or not articles.new(reading, index):
            return
        own[index.article.id] = mine
        for one in neighbours.of(index, spot(reading, index)):
            theirs = own.get(one.spot.id, mine)
            if set(theirs) - set(mine):
                message = (
                    f"{one.share:.0%} of the runs of five words in this article of {listed(mine)} "
                    f"are those of {one.spot} in {listed(theirs)}"
                )
                yield Hit(message, "/text", mark=one.spot.id)
                return

    return watch
