"""How far annotators agree, layer by layer, and where they do not."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from khabar.agreement import entities, mentions, quotes, stances, topics
from khabar.agreement.bootstrap import interval
from khabar.agreement.comparison import Comparison
from khabar.agreement.disagreements import Disagreement, disagreements
from khabar.agreement.measure import Counts, Measure, summed
from khabar.agreement.passes import Missing, Passes, comparisons, every_two
from khabar.problem import MissingExtraError

if TYPE_CHECKING:
    import pandas as pd

MEASURES: tuple[Measure, ...] = (
    *mentions.MEASURES,
    *entities.MEASURES,
    *quotes.MEASURES,
    *stances.MEASURES,
    *topics.MEASURES,
)
RESAMPLES = 1000


class Figure(Struct, frozen=True, kw_only=True):
    """One figure.

    Attributes:
        layer: the layer it is about.
        measure: the measure's name.
        by: ``all``, ``pair``, ``annotator``, ``label`` or ``article``.
        of: which pair (``a & b``), annotator, label or article; empty for all.
        value: the figure; None where it is undefined.
        low: lower bound of the 95 % interval over articles, for ``all`` alone.
        high: its upper bound.
        items: how many judgements were compared.
    """

    layer: str
    measure: str
    by: str
    of: str = ""
    value: float | None
    low: float | None = None
    high: float | None = None
    items: float


@dataclass(frozen=True)
class Agreement:
    """What `agree` finds.

    Attributes:
        annotators: whose passes were compared.
        articles: ids of the articles that two annotators or more have.
        missing: what somebody has not annotated.
        figures: every figure; those of a measure stand together.
        disagreements: every difference between every two annotators.
    """

    annotators: tuple[str, ...]
    articles: tuple[str, ...]
    missing: tuple[Missing, ...]
    figures: tuple[Figure, ...]
    disagreements: tuple[Disagreement, ...]

    def figure(self, layer: str, measure: str, by: str = "all", of: str = "") -> Figure:
        """One figure by its names.

        Raises:
            KeyError: if there is no such figure.
        """
        for one in self.figures:
            if (one.layer, one.measure, one.by, one.of) == (layer, measure, by, of):
                return one
        raise KeyError((layer, measure, by, of))

    def to_pandas(self) -> "pd.DataFrame":
        """The figures as a data frame, a row each.

        Raises:
            MissingExtraError: if pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError:
            raise MissingExtraError("a table of figures", "hub") from None
        return pd.DataFrame([structs.asdict(one) for one in self.figures])


def agree(passes: Passes, *, resamples: int = RESAMPLES) -> Agreement:
    """Compare the passes of annotators on the same articles.

    Figures of more than two annotators are means over every two of them, but for those of
    Krippendorff's α that take all at once.

    Args:
        passes: annotators, and their articles by id; see `read_passes`.
        resamples: how often articles are drawn anew for the intervals; 0 for none.

    Raises:
        KhabarError: if two passes on an article have different texts, or no article is in two.
    """
    found, missing = comparisons(passes)
    pairs = list(every_two(found))
    figures = [one for measure in MEASURES for one in _figures(measure, found, pairs, resamples)]
    return Agreement(
        annotators=tuple(passes),
        articles=tuple(one.id for one in found),
        missing=missing,
        figures=tuple(figures),
        disagreements=tuple(one for pair in pairs for one in disagreements(pair)),
    )


def _figures(
    measure: Measure, found: Sequence[Comparison], pairs: Sequence[Comparison], resamples: int
) -> Iterator[Figure]:
    tallies = {
        id(one): list(measure.tally(one)) if one.covers(measure.layer) else []
        for one in [*found, *pairs]
    }
    by_pair: dict[tuple[str, ...], dict[str, Counts]] = defaultdict(dict)
    for one in pairs:
        by_pair[one.annotators][one.id] = summed(counts for _, counts in tallies[id(one)])
    whole: dict[tuple[str, ...], dict[str, Counts]] = by_pair
    if measure.joint:
        whole = {(): {one.id: summed(counts for _, counts in tallies[id(one)]) for one in found}}
    yield _overall(measure, whole, [one.id for one in found], resamples)
    ours = {who: summed(per_article.values()) for who, per_article in by_pair.items()}
    for who, totals in ours.items():
        yield _figure(measure, "pair", " & ".join(who), [totals])
    for annotator in sorted({name for who in ours for name in who}):
        some = [totals for who, totals in ours.items() if annotator in who]
        yield _figure(measure, "annotator", annotator, some)
    for label, some in _by_label(pairs, tallies).items():
        yield _figure(measure, "label", label, some)
    for article in sorted({one.id for one in pairs}):
        some = [per_article[article] for per_article in whole.values() if article in per_article]
        yield _figure(measure, "article", article, some)


def _overall(
    measure: Measure,
    groups: Mapping[tuple[str, ...], Mapping[str, Counts]],
    articles: Sequence[str],
    resamples: int,
) -> Figure:
    aligned: list[list[Counts]] = [
        [group.get(name, {}) for name in articles] for group in groups.values()
    ]
    bounds = interval(aligned, measure.value, resamples)
    figure = _figure(measure, "all", "", [summed(group) for group in aligned])
    if bounds is None or figure.value is None:
        return figure
    return Figure(
        **{field: getattr(figure, field) for field in ("layer", "measure", "by", "value", "items")},
        low=bounds[0],
        high=bounds[1],
    )


def _by_label(
    pairs: Sequence[Comparison], tallies: Mapping[int, list[tuple[str | None, Counts]]]
) -> dict[str, list[Counts]]:
    """For every label the counts of every two annotators."""
    found: dict[str, dict[tuple[str, ...], list[Counts]]] = defaultdict(lambda: defaultdict(list))
    for one in pairs:
        for label, counts in tallies[id(one)]:
            if label is not None:
                found[label][one.annotators].append(counts)
    return {
        label: [summed(some) for some in by_pair.values()]
        for label, by_pair in sorted(found.items())
    }


def _figure(measure: Measure, by: str, of: str, groups: Sequence[Counts]) -> Figure:
    defined = [value for value in map(measure.value, groups) if value is not None]
    return Figure(
        layer=measure.layer,
        measure=measure.name,
        by=by,
        of=of,
        value=sum(defined) / len(defined) if defined else None,
        items=sum(map(measure.items, groups)),
    )
