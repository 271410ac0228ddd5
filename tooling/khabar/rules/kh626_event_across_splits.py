"""KH626: event-across-splits.

More than half of the named entities of an article, four or more and not places alone, are also
named in an article of another split that was published on the same day. Counted are the names of
the one that has fewer; entities of type DATE and NORP, or without a mention by name, do not count.

Why: two reports of one event share who did what to whom, and what is asked in test was told in
train. Remark only: of 595,751 pairs of generated articles of one day, in a world of six countries
and a dozen offices, 89 share so much by chance, and no annotated news tells how often it is none.

Bad:
    two outlets on the signing of one treaty on 12 May, one in splits/train.txt, one in
    splits/test.txt

Good:
    both in splits/train.txt

Fix: put the articles into the same split; `khabar split` does.

See: docs/split.md
"""

from collections.abc import Iterator

from khabar.rules._corpus import spot
from khabar.rules._events import Events, day_of
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.rules._splits import Across, listed


@rule("KH626", scope="corpus", severity="info")
def event_across_splits() -> Watch:
    across, events = Across(), Events()

    def watch(reading: Reading, index: Index) -> Iterator[Hit]:
        mine = across.of(reading, index)
        for one in events.of(index, spot(reading, index)) if mine else ():
            theirs = across.apart(mine, one.spot)
            if theirs is not None:
                message = (
                    f"{one.shared} of {one.fewer} named entities of {day_of(index)} are those of "
                    f"{one.spot}: this article is in {listed(mine)}, that one in {theirs}"
                )
                yield Hit(message, "/publication/published", mark=one.spot.id)
                return

    return watch
