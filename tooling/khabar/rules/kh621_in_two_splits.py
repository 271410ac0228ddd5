"""KH621: in-two-splits.

The lists of the splits name an article twice: in two splits, or twice in one.

Why: an article that is in train and in test makes the test worthless, and the dataset cannot be
built.

Bad:
    the line storm in splits/train.txt and in splits/test.txt

Good:
    the line storm in splits/train.txt alone

Fix: take it out of all lists but one.

See: corpus/README.md
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.rules._splits import SplitsByCorpus
from khabar.rules._words import quoted


@rule("KH621", scope="corpus", severity="error")
def in_two_splits() -> Watch:
    splits = SplitsByCorpus()

    def watch(reading: Reading, index: Index) -> Iterator[Hit]:
        found = splits.of(reading, index) or []
        if len(found) > 1:
            lists = " and ".join(f"{one}.txt" for one in found)
            yield Hit(f"the article {quoted(index.article.id)} is in {lists}", "/id")

    return watch
