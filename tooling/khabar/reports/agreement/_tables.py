"""What the forms share: figures as words, and the tables that each of them shows."""

from collections import Counter
from collections.abc import Iterator

from khabar.agreement import Agreement, Figure

LAYERS = ("mentions", "entities", "quotes", "stances", "topics")


def shown(value: float | None) -> str:
    """A figure with three decimals; what is undefined says so.

    Example:
        >>> shown(0.87654), shown(None)
        ('0.877', 'undefined')
    """
    return "undefined" if value is None else f"{value:.3f}"


def spread(figure: Figure) -> str:
    """The interval of a figure, empty where there is none."""
    if figure.low is None or figure.high is None:
        return ""
    return f"{figure.low:.3f} to {figure.high:.3f}"


def overall(agreement: Agreement, layer: str) -> list[Figure]:
    """The figures of a layer over everything."""
    return [one for one in agreement.figures if one.layer == layer and one.by == "all"]


def by(agreement: Agreement, scope: str) -> dict[str, list[Figure]]:
    """The defined figures of each label, pair, annotator or article."""
    found: dict[str, list[Figure]] = {}
    for one in agreement.figures:
        if one.by == scope and one.value is not None:
            found.setdefault(one.of, []).append(one)
    return found


def kinds(agreement: Agreement) -> Iterator[tuple[str, str, int]]:
    """How often annotators disagreed, by layer and kind, the most frequent first."""
    counts = Counter((one.layer, one.kind) for one in agreement.disagreements)
    for (layer, kind), count in counts.most_common():
        yield layer, kind, count


VOCABULARIES = ("type", "level", "polarity", "label", "basis")
"""Kinds of disagreement whose values are codes, so that confusions can be counted."""


def confusions(agreement: Agreement) -> list[tuple[str, str, str, str, int]]:
    """Codes taken for one another: layer, kind, both codes, how often; the most often first."""
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for one in agreement.disagreements:
        if one.kind in VOCABULARIES:
            first, second = sorted(value or "none" for value in one.values)
            counts[one.layer, one.kind, first, second] += 1
    return [(*key, count) for key, count in counts.most_common()]
