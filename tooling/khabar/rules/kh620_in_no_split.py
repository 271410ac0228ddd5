"""KH620: in-no-split.

The corpus has splits, and the article is in none of them.

Why: it is lost to everybody who loads the dataset, and the dataset cannot be built.

Bad:
    articles/storm.json, and no list in splits/ has the line storm

Good:
    splits/train.txt has the line storm

Fix: add its id to one of the lists.

See: corpus/README.md
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.rules._splits import SplitsByCorpus
from khabar.rules._words import quoted


@rule("KH620", scope="corpus", severity="error")
def in_no_split() -> Watch:
    splits = SplitsByCorpus()

    def watch(reading: Reading, index: Index) -> Iterator[Hit]:
        if splits.of(reading, index) == []:
            yield Hit(f"no list in splits/ has the article {quoted(index.article.id)}", "/id")

    return watch
