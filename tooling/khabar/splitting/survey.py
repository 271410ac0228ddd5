"""One look at each article of a corpus: what ties it to others, and what splits are to balance."""

from array import array
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from khabar.rules._certificate import Texts
from khabar.rules._corpus import Spot
from khabar.rules._declared import story_of
from khabar.rules._events import day_of
from khabar.rules._index import Index
from khabar.rules._related import KINDS, Kind, Related, Tie
from khabar.rules._shingles import runs, smallest, words_of
from khabar.rules._splits import Label, strata
from khabar.splitting.reading import Place, article, places
from khabar.text import fold


class Surveyed(NamedTuple):
    """What is kept of an article.

    Attributes:
        id: its id.
        labels: numbers of its labels in `Survey.labels`, each followed by how often it has it.
        day: the day of publication, as written.
        source: its publisher, folded.
        sketch: hashes that stand for its words.
    """

    id: str
    labels: "array[int]"
    day: str | None
    source: str | None
    sketch: "array[int]"


class Bond(NamedTuple):
    """Two articles that go together, by their numbers; the first comes first.

    Attributes:
        first: one of them.
        second: the other.
        kind: what ties them.
        share: how much they have in common, as in `khabar.rules.Tie`.
    """

    first: int
    second: int
    kind: Kind
    share: float


class Survey(Struct, frozen=True):
    """A corpus as `split` sees it.

    Attributes:
        ids: the ids of the articles, sorted.
        places: where they are, in that order.
        articles: what is kept of each.
        labels: all labels there are.
        bonds: what ties articles; enough of it that all that are tied are so by way of others.
        kinds: what was looked at.
        texts: digest of the ids and texts of all articles, in whatever order they lie.
        naming: how many articles name a story.
        declared: digest of the ids of those and of the stories, likewise.
    """

    ids: list[str]
    places: list[Place]
    articles: list[Surveyed]
    labels: list[Label]
    bonds: list[Bond]
    kinds: tuple[Kind, ...]
    texts: str
    naming: int
    declared: str


def survey(corpus: Path, kinds: Collection[Kind] = KINDS) -> Survey:
    """Look at all articles of a corpus, in the order of their ids.

    Args:
        corpus: the folder with ``articles/``.
        kinds: what may tie articles.

    Raises:
        KhabarError: if an article cannot be read.
    """
    found = places(corpus)
    looking = _Looking(kinds)
    for place in found:
        looking.at(place)
    wanted = tuple(one for one in KINDS if one in kinds)
    return Survey(
        ids=[one.id for one in found],
        places=found,
        articles=looking.articles,
        labels=list(looking.labels),
        bonds=looking.bonds,
        kinds=wanted,
        texts=looking.texts.digest(),
        naming=looking.texts.naming,
        declared=looking.texts.declared(),
    )


class _Looking:
    def __init__(self, kinds: Collection[Kind]) -> None:
        self.articles: list[Surveyed] = []
        self.labels: dict[Label, int] = {}
        self.bonds: list[Bond] = []
        self.texts = Texts()
        self._numbers: dict[str, int] = {}
        self._related = Related(kinds)

    def at(self, place: Place) -> None:
        one = article(place)
        index = Index(one)
        number = self._numbers[one.id] = len(self._numbers)
        self.texts.add(one.id, one.text, story_of(one))
        spot = Spot(one.id, str(place.file), place.line, in_lines=bool(place.size))
        self.bonds += [self._bond(number, tie) for tie in self._related.of(index, spot)]
        publisher = one.publication.publisher if one.publication else None
        self.articles.append(
            Surveyed(
                one.id,
                self._labels(index),
                day_of(index),
                fold(publisher).strip() if publisher else None,
                array("q", smallest(runs(words_of(index)))),
            )
        )

    def _bond(self, number: int, tie: Tie) -> Bond:
        return Bond(self._numbers[tie.spot.id], number, tie.kind, tie.share)

    def _labels(self, index: Index) -> "array[int]":
        found = array("L")
        for label, times in strata(index).items():
            found.extend((self.labels.setdefault(label, len(self.labels)), times))
        return found
