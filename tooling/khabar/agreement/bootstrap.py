"""How far a figure would move with other articles: the percentile bootstrap.

Articles, not annotations, are drawn again with replacement (Efron and Tibshirani 1993, ch. 13), for
annotations of one article are not independent.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from khabar.problem import MissingExtraError

CONFIDENCE = 0.95
SEED = 20190406
"""Fixed, so that the same passes give the same interval."""


def interval(
    groups: Sequence[Sequence[Mapping[Hashable, float]]],
    value: Callable[[Mapping[Hashable, float]], float | None],
    resamples: int,
) -> tuple[float, float] | None:
    """The interval that holds the middle 95 % of resampled figures.

    Args:
        groups: for every pair of annotators the counts of each article, articles in one order.
        value: the figure of summed counts; figures of several pairs are averaged.
        resamples: how often articles are drawn anew.

    Returns:
        Lower and upper bound; None with fewer than two articles, without resamples, or where more
        than one in twenty resamples leaves the figure undefined.

    Raises:
        MissingExtraError: if numpy is not installed.
    """
    articles = max((len(group) for group in groups), default=0)
    if articles < 2 or not resamples:
        return None
    try:
        import numpy as np
    except ImportError:
        raise MissingExtraError("an interval", "agreement") from None
    draw = np.random.default_rng(SEED).multinomial(articles, [1 / articles] * articles, resamples)
    drawn = [_summed(group, draw) for group in groups]
    figures = []
    for one in zip(*drawn, strict=True):
        defined = [figure for figure in map(value, one) if figure is not None]
        if defined:
            figures.append(sum(defined) / len(defined))
    if len(figures) < 0.95 * resamples:
        return None
    tail = 100 * (1 - CONFIDENCE) / 2
    low, high = np.percentile(figures, [tail, 100 - tail])
    return float(low), float(high)


def _summed(
    group: Sequence[Mapping[Hashable, float]],
    draw: Any,  # noqa: ANN401
) -> list[dict[Hashable, float]]:
    """For each resample the counts of its articles, summed."""
    keys = sorted({key for counts in group for key in counts}, key=repr)
    if not keys:
        return [{} for _ in draw]
    sums = draw @ [[counts.get(key, 0.0) for key in keys] for counts in group]
    return [dict(zip(keys, row, strict=True)) for row in sums.tolist()]
