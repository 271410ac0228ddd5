"""KH603: near-duplicate.

Half of the runs of five words in two articles, or more, are the same (Jaccard of the folded
words). Articles with the same words throughout are KH602.

Why: a corrected or shortened copy is counted as a second article, and when one is in train and the
other in test, the test measures memory.

Bad:
    an article and its update, with one paragraph added

Good:
    two articles about one event, each in its own words

Fix: keep the one that says more, or put both into the same split.

See: corpus/README.md
"""

from collections.abc import Iterator

from khabar.rules._corpus import Articles, spot
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.rules._shingles import Neighbours


@rule("KH603", scope="corpus", severity="info")
def near_duplicate() -> Watch:
    articles, neighbours = Articles(), Neighbours()

    def watch(reading: Reading, index: Index) -> Iterator[Hit]:
        if articles.new(reading, index):
            near = neighbours.of(index, spot(reading, index))
            nearest = near[0] if near else None
            if nearest is not None and not nearest.same:
                said = f"{nearest.share:.0%} of the runs of five words are those of {nearest.spot}"
                yield Hit(said, "/text", mark=nearest.spot.id)

    return watch
