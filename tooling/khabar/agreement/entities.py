"""Measures of agreement on coreference: which mentions belong to one entity.

Mentions of two annotators are one where they are matched; each annotator's unmatched mentions are
in her clusters all the same. Figures are F1 of the two directions, so no annotator is the key.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable

from khabar.agreement.comparison import Comparison
from khabar.agreement.measure import Counts, Measure, Tally
from khabar.model import Article

Clusters = list[frozenset[str]]
_Recall = Callable[[Clusters, Clusters], tuple[float, float]]


def _clusters(article: Article, rename: dict[str, str]) -> Clusters:
    by_entity: dict[str, set[str]] = defaultdict(set)
    for mention in article.mentions:
        if mention.entity:
            by_entity[mention.entity].add(rename.get(mention.id, mention.id))
    return [frozenset(some) for some in by_entity.values()]


def _both(comparison: Comparison) -> tuple[Clusters, Clusters]:
    first, second = comparison.articles[:2]
    ours = {one.id: f"pair {place}" for place, (one, _) in enumerate(comparison.mentions)}
    theirs = {other.id: f"pair {place}" for place, (_, other) in enumerate(comparison.mentions)}
    alone_first = {one.id: f"first {one.id}" for one in first.mentions}
    alone_second = {one.id: f"second {one.id}" for one in second.mentions}
    return _clusters(first, alone_first | ours), _clusters(second, alone_second | theirs)


def b_cubed(key: Clusters, response: Clusters) -> tuple[float, float]:
    """Recall of B³ as sum and count (Bagga and Baldwin, LREC 1998)."""
    found = sum(len(one & other) ** 2 / len(one) for one in key for other in response)
    return found, sum(len(one) for one in key)


def _links(size: int) -> float:
    """Pairs in a cluster; a single mention has one link, to itself."""
    return size * (size - 1) / 2 if size > 1 else 1.0


def lea(key: Clusters, response: Clusters) -> tuple[float, float]:
    """Recall of LEA as sum and count (Moosavi and Strube, ACL 2016)."""
    resolved = 0.0
    for one in key:
        if len(one) == 1:
            links = float(any(one == other for other in response))
        else:
            links = sum(len(one & other) * (len(one & other) - 1) / 2 for other in response)
        resolved += len(one) * links / _links(len(one))
    return resolved, sum(len(one) for one in key)


def _tally(recall: _Recall) -> Callable[[Comparison], Tally]:
    def tally(comparison: Comparison) -> Tally:
        ours, theirs = _both(comparison)
        counts: dict[Hashable, float] = {}
        counts["found first"], counts["first"] = recall(ours, theirs)
        counts["found second"], counts["second"] = recall(theirs, ours)
        yield None, counts

    return tally


def _harmonic(counts: Counts) -> float | None:
    if not (counts.get("first") and counts.get("second")):
        return None
    one = counts.get("found first", 0) / counts["first"]
    other = counts.get("found second", 0) / counts["second"]
    return 2 * one * other / (one + other) if one + other else 0.0


def _items(counts: Counts) -> float:
    return counts.get("first", 0) + counts.get("second", 0)


MEASURES = (
    Measure("entities", "B³ F1", _tally(b_cubed), _harmonic, _items),
    Measure("entities", "LEA F1", _tally(lea), _harmonic, _items),
)
