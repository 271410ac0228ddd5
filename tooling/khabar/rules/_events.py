"""Which articles report one event: published on one day, and about mostly the same names.

Two articles share an event when the day of `publication.published` is the same and more than half
of the named entities of the one that has fewer are also named in the other; four at least, and not
places alone. A named entity is one with a mention of level ``name``, of any type but DATE and
NORP; two are the same by their Wikidata item or by their names, folded and without the article and
the endings of cases.

The day is the one written, in the zone in which it is written. Neighboring days do not count: a war
that is reported day after day by the same names would be one endless event.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from khabar.model import Entity
from khabar.rules._corpus import Spot, once
from khabar.rules._index import Index
from khabar.rules._names import words

FEWEST_NAMES = 4
"""So many names, at least, are shared by articles on one event."""

MOST = 0.5
"""More than this share of the names of the article that has fewer are shared."""

_PLACES = frozenset({"GPE", "LOC"})
_NO_NAMES = frozenset({"DATE", "NORP"})
_DAY = len("2031-03-09")
_Keys = tuple[str, ...]


class Name(NamedTuple):
    """A named entity of an article.

    Attributes:
        keys: what it can be known by: its name and, if it has one, its Wikidata item.
        place: whether it is a place.
    """

    keys: _Keys
    place: bool


class Event(NamedTuple):
    """What an article is about, as far as names and a day tell.

    Attributes:
        day: the day of publication, ``YYYY-MM-DD``.
        names: its named entities.
    """

    day: str
    names: tuple[Name, ...]


class Twin(NamedTuple):
    """An earlier article on the same event.

    Attributes:
        spot: where it stands.
        shared: how many names of the later article it has, too.
        fewer: how many names the one of the two with fewer has.
    """

    spot: Spot
    shared: int
    fewer: int

    @property
    def share(self) -> float:
        """The part of the fewer names that is shared, above `MOST`, up to 1."""
        return self.shared / self.fewer


def day_of(index: Index) -> str | None:
    """The day on which an article was published, as written; None if it does not say."""
    publication = index.article.publication
    return publication.published[:_DAY] if publication and publication.published else None


def event(index: Index) -> Event | None:
    """The event of an article; None if it has no day, or names too few."""
    day = day_of(index)
    names = tuple(_names(index)) if day else ()
    return Event(day, names) if day and len(names) >= FEWEST_NAMES else None


def _names(index: Index) -> Iterator[Name]:
    """The named entities of an article, one of each name."""
    named = {one.entity for one in index.article.mentions if one.level == "name"}
    seen = set()
    for one in index.article.entities:
        if one.id in named and one.type not in _NO_NAMES:
            keys = _keys(one)
            if keys[0] not in seen:
                seen.add(keys[0])
                yield Name(keys, one.type in _PLACES)


def _keys(entity: Entity) -> _Keys:
    name = " ".join(words(entity.name)) or entity.name
    return (name, f"wikidata {entity.qid}") if entity.qid else (name,)


class Events:
    """The articles that have passed, by day and by name."""

    def __init__(self) -> None:
        self._spots: list[Spot] = []
        self._sizes: list[int] = []
        self._holders: defaultdict[tuple[str, str], list[int]] = defaultdict(list)

    def of(self, index: Index, spot: Spot) -> list[Twin]:
        """The earlier articles on the same event, most alike first; the article is one then."""
        return once(index, "events", lambda: self.add(spot, event(index)))

    def add(self, spot: Spot, own: Event | None) -> list[Twin]:
        """The earlier articles on an event, most alike first.

        Args:
            spot: where the article stands.
            own: its event.
        """
        if own is None:
            return []
        twins = sorted(self._twins(own), key=lambda one: -one.share)
        for name in own.names:
            for key in name.keys:
                self._holders[own.day, key].append(len(self._spots))
        self._spots.append(spot)
        self._sizes.append(len(own.names))
        return twins

    def _twins(self, own: Event) -> Iterator[Twin]:
        shared: Counter[int] = Counter()
        others: set[int] = set()
        for name in own.names:
            holders = self._having(own.day, name.keys)
            shared.update(holders)
            if not name.place:
                others.update(holders)
        for number, count in shared.items():
            fewer = min(self._sizes[number], len(own.names))
            if count >= FEWEST_NAMES and count > MOST * fewer and number in others:
                yield Twin(self._spots[number], min(count, fewer), fewer)

    def _having(self, day: str, keys: _Keys) -> set[int]:
        """The articles of a day with an entity that has one of these keys."""
        return {
            number
            for key in keys
            if (day, key) in self._holders
            for number in self._holders[day, key]
        }
