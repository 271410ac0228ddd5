"""Measures of agreement on quotes: that they are there, their parts, and who said them."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterator

from khabar.agreement.comparison import Comparison
from khabar.agreement.matching import Extent, extent, shared, size
from khabar.agreement.measure import Counts, Measure, Tally, cohen, f1, krippendorff, share
from khabar.model import Article, Quote
from khabar.text.tokens import words


def _agr(comparison: Comparison) -> Tally:
    """Quotes of each annotator that overlap with one of the other's."""
    first, second = comparison.articles[:2]
    for side, ours, theirs in (("first", first, second), ("second", second, first)):
        others = [extent(quote.content) for quote in theirs.quotes]
        for quote in ours.quotes:
            met = any(shared(extent(quote.content), other) for other in others)
            yield quote.type, {side: 1, f"{side} met": float(met)}


def _both_ways(counts: Counts) -> float | None:
    shares = [
        counts.get(f"{side} met", 0) / counts[side]
        for side in ("first", "second")
        if counts.get(side)
    ]
    return sum(shares) / 2 if len(shares) == 2 else None


def _strict(comparison: Comparison) -> Tally:
    first, second = comparison.articles[:2]
    yield None, {"first": len(first.quotes), "second": len(second.quotes)}
    for one, other in comparison.quotes:
        yield one.type, {"same": float(extent(one.content) == extent(other.content))}


def _part(part: Callable[[Quote], Extent]) -> Callable[[Comparison], Tally]:
    """Code points in common of a part of matched quotes, where either has that part."""

    def tally(comparison: Comparison) -> Tally:
        for pair in comparison.quotes:
            one, other = part(pair[0]), part(pair[1])
            yield (
                pair[0].type,
                {"same": shared(one, other), "first": size(one), "second": size(other)},
            )

    return tally


def _types(comparison: Comparison) -> Tally:
    pairs = ((one.type, other.type) for one, other in comparison.quotes)
    yield None, Counter((a, b) for a, b in pairs if a and b)


def _polarities(comparison: Comparison) -> Tally:
    yield None, Counter((one.polarity, other.polarity) for one, other in comparison.quotes)


def _speakers(comparison: Comparison) -> Tally:
    for one, other in comparison.quotes:
        if one.speaker or other.speaker:
            same = comparison.same_entity(one.speaker, other.speaker)
            yield one.type, {"same": same, "all": 1}


def _chains(comparison: Comparison) -> Tally:
    """Matched quotes passed on by the same parties in the same order, where either has a chain."""
    for one, other in comparison.quotes:
        if one.chain or other.chain:
            yield one.type, {"same": comparison.same_chain(one, other), "all": 1}


def _words(comparison: Comparison) -> Iterator[tuple[Hashable, ...]]:
    """For each word, whether it is said by somebody, to each annotator."""
    ranges = words(comparison.articles[0].text)
    yield from zip(*(_said(article, ranges) for article in comparison.articles), strict=True)


def _said(article: Article, ranges: list[tuple[int, int]]) -> list[bool]:
    contents = [extent(quote.content) for quote in article.quotes]
    said = sorted(bounds for content in contents for bounds in content)
    return [any(start < last and first < end for first, last in said) for start, end in ranges]


MEASURES = (
    Measure("quotes", "agr", _agr, _both_ways, lambda c: c.get("first", 0) + c.get("second", 0)),
    f1("quotes", "content F1, strict", _strict),
    f1("quotes", "content overlap", _part(lambda quote: extent(quote.content))),
    f1("quotes", "cue overlap", _part(lambda quote: extent(quote.cue))),
    f1("quotes", "source overlap", _part(lambda quote: extent(quote.source))),
    krippendorff("quotes", "α over words", _words),
    cohen("quotes", "type κ", _types),
    cohen("quotes", "polarity κ", _polarities),
    share("quotes", "speaker accuracy", _speakers),
    share("quotes", "chain accuracy", _chains),
)
