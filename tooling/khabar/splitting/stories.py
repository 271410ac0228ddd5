"""Stories: the articles that are tied to each other, directly or by way of others."""

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from msgspec import Struct

from khabar.splitting.survey import Survey


class Story(Struct, frozen=True, kw_only=True):
    """Articles that stay together.

    Attributes:
        articles: their numbers, in the order of their ids.
        order: decides between stories that are equal in all that counts; by the seed.
        labels: how often its articles have each label, by the number of the label.
    """

    articles: tuple[int, ...]
    order: bytes
    labels: dict[int, int]

    @property
    def size(self) -> int:
        """How many articles it has."""
        return len(self.articles)


class Groups:
    """Which of many numbers belong together; the union-find of Tarjan (1975), by path halving."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def of(self, one: int) -> int:
        """The number that stands for the group of a number: the smallest of it."""
        above = self._above
        while above[one] != one:
            above[one] = one = above[above[one]]
        return one

    def join(self, one: int, other: int) -> None:
        """Put the groups of two numbers together."""
        one, other = sorted((self.of(one), self.of(other)))
        self._above[other] = one

    def all(self) -> list[tuple[int, ...]]:
        """The groups, by their smallest numbers."""
        found: dict[int, list[int]] = {}
        for one in range(len(self._above)):
            found.setdefault(self.of(one), []).append(one)
        return [tuple(group) for group in found.values()]


def stories(survey: Survey, seed: int, *, by_source: bool = False) -> list[Story]:
    """The stories of a corpus.

    Args:
        survey: the corpus.
        seed: decides between equals.
        by_source: whether all articles of one publisher belong together as well.
    """
    groups = Groups(len(survey.articles))
    for bond in survey.bonds:
        groups.join(bond.first, bond.second)
    if by_source:
        for one, other in _of_one_source(survey):
            groups.join(one, other)
    return [_story(survey, group, seed) for group in groups.all()]


def _of_one_source(survey: Survey) -> Iterator[tuple[int, int]]:
    first: dict[str | None, int] = {}
    for number, one in enumerate(survey.articles):
        yield first.setdefault(one.source, number), number


def _story(survey: Survey, group: tuple[int, ...], seed: int) -> Story:
    first = survey.articles[group[0]].id
    order = blake2b(f"{seed}:{first}".encode(), digest_size=8).digest()
    return Story(articles=group, order=order, labels=_labels(survey, group))


def _labels(survey: Survey, group: Iterable[int]) -> dict[int, int]:
    counts: Counter[int] = Counter()
    for number in group:
        found = survey.articles[number].labels
        for label, times in zip(found[::2], found[1::2], strict=True):
            counts[label] += times
    return dict(counts)
