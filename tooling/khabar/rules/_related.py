"""What ties articles so that they must not stand in different splits: story, text, quotes, event.

The rules on splits and ``khabar split`` ask the same questions of the same functions here: what the
one finds is what the other prevents.
"""

from collections.abc import Collection, Iterator
from typing import Literal, NamedTuple

from khabar.rules._corpus import Spot
from khabar.rules._declared import Declared
from khabar.rules._events import FEWEST_NAMES, MOST, Events
from khabar.rules._index import Index
from khabar.rules._passages import FEWEST, RUN, Passages
from khabar.rules._shingles import LEAST, Neighbours, digest_of, words_of

Kind = Literal["story", "text", "quote", "event"]
KINDS: tuple[Kind, ...] = ("story", "text", "quote", "event")

THRESHOLDS: dict[Kind, dict[str, float]] = {
    "story": {},
    "text": {"words_a_run": 5, "least_share_of_runs": LEAST},
    "quote": {"least_words_of_whole": FEWEST, "least_words_of_part": RUN},
    "event": {"days_apart": 0, "least_names": FEWEST_NAMES, "more_than_share_of_fewer": MOST},
}
"""From where on articles are tied, by kind; a story that both name is the same or is not."""


class Tie(NamedTuple):
    """That an article goes together with an earlier one.

    Attributes:
        kind: what ties them.
        spot: where the earlier article stands.
        share: how much they have in common, up to 1: runs of five words in both of all in either;
            of a story or a quote 1; of an event the names shared of those of the article with
            fewer.
    """

    kind: Kind
    spot: Spot
    share: float


class Texts:
    """The articles that have passed, by their words."""

    def __init__(self) -> None:
        self._neighbours = Neighbours()
        self._short: dict[bytes, Spot] = {}

    def of(self, index: Index, spot: Spot) -> list[Tie]:
        """The nearest earlier articles, nearest first; of the shortest texts those that are equal.

        A text of fewer than five words has no run of five.
        """
        if len(words_of(index)) >= THRESHOLDS["text"]["words_a_run"]:
            return [Tie("text", one.spot, one.share) for one in self._neighbours.of(index, spot)]
        first = self._short.setdefault(digest_of(index), spot)
        return [Tie("text", first, 1.0)] if first is not spot else []


class Related:
    """The articles that have passed, by all that can tie a later one to them.

    Args:
        kinds: what is looked at.
    """

    def __init__(self, kinds: Collection[Kind] = KINDS) -> None:
        self._declared = Declared() if "story" in kinds else None
        self._texts = Texts() if "text" in kinds else None
        self._passages = Passages() if "quote" in kinds else None
        self._events = Events() if "event" in kinds else None

    def of(self, index: Index, spot: Spot) -> Iterator[Tie]:
        """Yield what ties an article to earlier ones; it is one of them then.

        Args:
            index: the article.
            spot: where it stands; always the same object for the same article.
        """
        if self._declared is not None:
            first = self._declared.of(index.article, spot)
            if first is not None:
                yield Tie("story", first.spot, 1.0)
        if self._texts is not None:
            yield from self._texts.of(index, spot)
        if self._passages is not None:
            for one in self._passages.of(index, spot):
                yield Tie("quote", one.spot, 1.0)
        if self._events is not None:
            for twin in self._events.of(index, spot):
                yield Tie("event", twin.spot, twin.share)
