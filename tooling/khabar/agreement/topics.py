"""Measures of agreement on topics."""

from collections.abc import Hashable, Iterator

from khabar.agreement.alpha import masi
from khabar.agreement.comparison import Comparison
from khabar.agreement.measure import Tally, f1, krippendorff
from khabar.schema import broadest


def _sets(comparison: Comparison) -> Iterator[tuple[Hashable, ...]]:
    yield tuple(frozenset(article.topics) for article in comparison.articles)


def _widest(comparison: Comparison) -> Iterator[tuple[Hashable, ...]]:
    """The top-level topics that an article's topics belong to."""
    yield tuple(frozenset(map(broadest, article.topics)) for article in comparison.articles)


def _main(comparison: Comparison) -> Iterator[tuple[Hashable, ...]]:
    yield tuple(article.topics[0] if article.topics else None for article in comparison.articles)


def _codes(comparison: Comparison) -> Tally:
    ours, theirs = (set(article.topics) for article in comparison.articles[:2])
    for code in sorted(ours | theirs):
        both = code in ours and code in theirs
        yield code, {"same": both, "first": code in ours, "second": code in theirs}


MEASURES = (
    krippendorff("topics", "α, MASI", _sets, masi),  # type: ignore[arg-type]
    krippendorff("topics", "α of top-level topics, MASI", _widest, masi),  # type: ignore[arg-type]
    krippendorff("topics", "main topic α", _main),
    f1("topics", "F1", _codes),
)
