"""What articles hold, counted as they pass."""

from collections.abc import Callable, Iterable, Mapping, MutableMapping
from functools import cache
from typing import TypeVar

from msgspec import Struct

from khabar.census.labels import LABELS
from khabar.census.sizes import SIZES
from khabar.model import Article

SUBJECTS = (*LABELS, *SIZES)
"""All that can be counted; ``splits`` besides, of articles whose split is told."""

_K = TypeVar("_K", str, int)


class Census(Struct):
    """Counts over articles; in which order they came leaves no trace.

    Attributes:
        subjects: what is counted.
        counts: by subject of `LABELS`, how many there are of each label; ``splits`` besides.
        sizes: by subject of `SIZES`, how many there are of each size.

    Example:
        >>> census = Census()
        >>> census.add(Article(schema="khabar/0.1", id="abc", language="ar", text="نص قصير",
        ...     status="raw"))
        >>> census.articles, census.words, census.characters, census.of("status")
        (1, 2, 7, {'raw': 1})
    """

    subjects: tuple[str, ...] = SUBJECTS
    counts: dict[str, dict[str, int]] = {}
    sizes: dict[str, dict[int, int]] = {}

    @property
    def articles(self) -> int:
        """How many articles there are."""
        return self.sum("status")

    @property
    def words(self) -> int:
        """Words of all texts, as blanks divide them."""
        return self.total("article_words")

    @property
    def characters(self) -> int:
        """Code points of all texts."""
        return self.total("article_characters")

    def add(self, article: Article, split: str | None = None) -> None:
        """Count one more article.

        Args:
            article: the article.
            split: the split it is in, "" for none; None if splits are not known.
        """
        labels, sizes = _asked(self.subjects)
        for subject, labels_of in labels:
            _count(self.counts.setdefault(subject, {}), labels_of(article))
        for subject, sizes_of in sizes:
            _count(self.sizes.setdefault(subject, {}), sizes_of(article))
        if split is not None:
            _count(self.counts.setdefault("splits", {}), [split])

    def merge(self, other: "Census") -> None:
        """Take in the counts of more articles, of which the same was counted."""
        for subject, labels in other.counts.items():
            _join(self.counts.setdefault(subject, {}), labels)
        for subject, sizes in other.sizes.items():
            _join(self.sizes.setdefault(subject, {}), sizes)

    def of(self, subject: str) -> Mapping[str, int]:
        """The counts of a subject, the most frequent first, then by name."""
        found = self.counts.get(subject, {})
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    def sum(self, subject: str) -> int:
        """All counts of a subject together."""
        return sum(self.counts.get(subject, {}).values())

    def total(self, subject: str) -> int:
        """All sizes of a subject together."""
        return sum(size * times for size, times in self.sizes.get(subject, {}).items())

    def above(self, subject: str, size: int) -> int:
        """How many there are of a subject that are larger than a size."""
        return sum(times for one, times in self.sizes.get(subject, {}).items() if one > size)


@cache
def _asked(
    subjects: tuple[str, ...],
) -> tuple[
    list[tuple[str, Callable[[Article], Iterable[str]]]],
    list[tuple[str, Callable[[Article], Iterable[int]]]],
]:
    """The functions of some subjects: those of labels, those of sizes."""
    labels = [(one, LABELS[one]) for one in subjects if one in LABELS]
    return labels, [(one, SIZES[one]) for one in subjects if one in SIZES]


def _count(counts: MutableMapping[_K, int], found: Iterable[_K]) -> None:
    for one in found:
        counts[one] = counts.get(one, 0) + 1


def _join(counts: MutableMapping[_K, int], found: Mapping[_K, int]) -> None:
    for one, times in found.items():
        counts[one] = counts.get(one, 0) + times
