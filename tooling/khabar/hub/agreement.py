"""How far annotators agreed, as a card tells it: what the corpus has pinned, and nothing else."""

from collections.abc import Iterator, Sequence

from khabar.agreement import Figure, Pinned
from khabar.hub.about import Person
from khabar.hub.markdown import grid

_OF_MODELS = (
    "The annotators are models, so this is agreement between models: it says nothing of how far"
    " people would agree, nor of how difficult a label is."
)
_OF_BOTH = "Some of the annotators are models: this is no agreement between people."


def agreement_told(comparisons: Sequence[Pinned], people: Sequence[Person]) -> str:
    """A paragraph and a table for each comparison, and what kind of agreement it is.

    Args:
        comparisons: what the corpus has pinned.
        people: who worked on the corpus; the annotators among them are known by name.
    """
    return "\n\n".join([*_warning(comparisons, people), *map(_one, comparisons)])


def _warning(comparisons: Sequence[Pinned], people: Sequence[Person]) -> Iterator[str]:
    kinds = {one.name: one.kind for one in people}
    found = {kinds.get(who, "human") for one in comparisons for who in one.annotators}
    if "model" in found:
        yield _OF_MODELS if found == {"model"} else _OF_BOTH


def _one(comparison: Pinned) -> str:
    who, count = " and ".join(comparison.annotators), len(comparison.articles)
    rows = [
        [one.layer, one.measure, _value(one.value), _interval(one), f"{one.items:,.0f}"]
        for one in comparison.figures
    ]
    head = ["layer", "measure", "value", "95 % interval", "judgements"]
    return (
        f"{comparison.name.capitalize()}: passes of {who} on {count:,} articles."
        f"\n\n{grid([head, *rows])}"
    )


def _value(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.3f}"


def _interval(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return ""
    return f"{figure.low:.3f} to {figure.high:.3f}"
