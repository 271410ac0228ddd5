"""Measures of agreement on mentions."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator

from khabar.agreement.comparison import Comparison
from khabar.agreement.matching import extent
from khabar.agreement.measure import Tally, cohen, f1, krippendorff, share
from khabar.model import Mention
from khabar.text.tokens import words


def _strict(comparison: Comparison) -> Tally:
    """The same spans and the same type; no assignment is needed to see that."""
    first, second = (Counter(map(_key, one.mentions)) for one in comparison.articles[:2])
    counts: dict[str, dict[Hashable, float]] = {}
    for side, mentions in (("first", first), ("second", second), ("same", first & second)):
        for (type_, _), count in mentions.items():
            of_type = counts.setdefault(type_, {"first": 0, "second": 0, "same": 0})
            of_type[side] += count
    yield from counts.items()


def _partial(comparison: Comparison) -> Tally:
    """Any overlap counts half, the same spans whole, whatever the type (SemEval-2013, task 9)."""
    return _matched(
        comparison, lambda one, other: 1.0 if extent(one.spans) == extent(other.spans) else 0.5
    )


def _overlap(comparison: Comparison) -> Tally:
    """Any overlap with the same type."""
    return _matched(comparison, lambda one, other: float(one.type == other.type))


def _matched(comparison: Comparison, credit: Callable[[Mention, Mention], float]) -> Tally:
    first, second = comparison.articles[:2]
    counts: dict[str, dict[Hashable, float]] = defaultdict(lambda: defaultdict(float))
    for mention in first.mentions:
        counts[mention.type]["first"] += 1
    for mention in second.mentions:
        counts[mention.type]["second"] += 1
    for one, other in comparison.mentions:
        # Half a pair to each type: of one type that is the whole, of two it adds up all the same.
        for mention in (one, other):
            counts[mention.type]["same"] += credit(one, other) / 2
    yield from counts.items()


def _key(mention: Mention) -> tuple[str, Hashable]:
    spans = mention.spans
    if len(spans) == 1:
        return mention.type, (spans[0].start, spans[0].end)
    return mention.type, extent(spans)


def words_by_type(comparison: Comparison) -> Iterator[tuple[Hashable, ...]]:
    """For each word, the type of the outermost mention that each annotator has on it."""
    ranges = words(comparison.articles[0].text)
    starts = [start for start, _ in ranges]
    ends = [end for _, end in ranges]
    columns = []
    for article in comparison.articles:
        column = ["none"] * len(ranges)
        inner_first = sorted(article.mentions, key=_length_and_type)
        for mention in inner_first:
            for span in mention.spans:
                low, high = bisect_right(ends, span.start), bisect_left(starts, span.end)
                column[low:high] = [mention.type] * (high - low)
        columns.append(column)
    yield from zip(*columns, strict=True)


def _length_and_type(mention: Mention) -> tuple[int, str]:
    """Of mentions on the very same words the type decides, so that their order does not."""
    return mention.spans[-1].end - mention.spans[0].start, mention.type


def _levels(comparison: Comparison) -> Tally:
    pairs = ((one.level, other.level) for one, other in comparison.mentions)
    yield None, Counter((a, b) for a, b in pairs if a and b)


def _linked(comparison: Comparison) -> Tally:
    """Matched mentions that are linked to the same entity, of those that either links."""
    for one, other in comparison.mentions:
        if one.entity or other.entity:
            same = comparison.same_entity(one.entity, other.entity)
            yield one.type, {"same": same, "all": 1}


MEASURES = (
    f1("mentions", "span F1, strict", _strict),
    f1("mentions", "span F1, partial", _partial),
    f1("mentions", "span F1, overlap and type", _overlap),
    krippendorff("mentions", "α over words", words_by_type),
    cohen("mentions", "level κ", _levels),
    share("mentions", "entity accuracy", _linked),
)
