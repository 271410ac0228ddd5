"""KH631: story-across-splits.

An article names the story of an article in another split: the same string stands under
``extra.story`` of both. Each article is compared with the first that names the story. Values that
are no string, or blank, name none.

Why: who chose the articles knows that they tell one event, though days and words differ; what is
asked in test was told in train. A warning, for it is declared, not inferred.

Bad:
    "extra": {"story": "border-shots"} in an article of splits/train.txt and in one of
    splits/test.txt

Good:
    both in splits/train.txt

Fix: `khabar split --move` puts all articles of a story into the first of its splits; where the
certificate says that stories were not compared, with ``--ties story,text,quote,event``. Or correct
the name.

See: docs/split.md
"""

from collections.abc import Iterator

from khabar.rules._corpus import spot
from khabar.rules._declared import FIELD, Declared
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.rules._splits import Across, listed


@rule("KH631", scope="corpus", severity="warning")
def story_across_splits() -> Watch:
    across, declared = Across(), Declared()

    def watch(reading: Reading, index: Index) -> Iterator[Hit]:
        mine = across.of(reading, index)
        first = declared.of(index.article, spot(reading, index)) if mine else None
        if first is None:
            return
        theirs = across.apart(mine, first.spot)
        if theirs is not None:
            message = (
                f"{first.spot} names the story {first.story!r}, too: this article is in "
                f"{listed(mine)}, that one in {theirs}"
            )
            yield Hit(message, f"/extra/{FIELD}", mark=first.story)

    return watch
