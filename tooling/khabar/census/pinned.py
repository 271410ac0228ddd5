"""The census that a corpus states of itself in metadata.json: the numbers that people are told."""

from collections.abc import Container, Iterator, Mapping
from typing import NamedTuple

from khabar.census.census import Census

_LABELS = {
    "articles": "status",
    "mentions": "mentions",
    "levels": "levels",
    "entities": "entities",
    "quotes": "quotes",
    "polarities": "polarities",
    "chains": "chains",
    "stances": "stances",
}
"""What is pinned by label, and the subject of a census that it is; articles by their status."""

_SIZES = {"words": ("article_words",), "nested": ("mention_depth", "quote_depth")}
"""What is pinned of sizes, and the subjects of a census that it comes from."""

PINNED = (*_LABELS, *_SIZES)
"""What is pinned."""

Numbers = Mapping[str, int | Mapping[str, int]]


def subjects_of(names: Container[str] = PINNED) -> tuple[str, ...]:
    """What a census has to count so that some of what is pinned can be told.

    Example:
        >>> subjects_of({"articles": {"raw": 3}, "nested": {}, "no such": 1})
        ('status', 'mention_depth', 'quote_depth')
    """
    labels = [subject for name, subject in _LABELS.items() if name in names]
    return (*labels, *(one for name, found in _SIZES.items() if name in names for one in found))


def pinned(census: Census) -> Numbers:
    """The numbers of a census that are pinned; labels in the order of their names.

    What was not decided is left out. ``words`` is a number; ``nested`` tells how many mentions and
    quotes stand in another; ``chains`` how many quotes were passed on by so many.
    """
    labels = {name: _decided(census, subject) for name, subject in _LABELS.items()}
    nested = {
        "mentions": census.above("mention_depth", 1),
        "quotes": census.above("quote_depth", 1),
    }
    return {"articles": labels.pop("articles"), "words": census.words, **labels, "nested": nested}


def _decided(census: Census, subject: str) -> dict[str, int]:
    return {label: count for label, count in sorted(census.of(subject).items()) if label}


class Difference(NamedTuple):
    """A number that is not what the articles hold.

    Attributes:
        subject: what was counted, as ``mentions``.
        label: of which label; "" for a subject that is one number.
        said: what stands in the metadata; 0 for a label that does not.
        found: what the articles hold.
    """

    subject: str
    label: str
    said: object
    found: int


def differences(said: Mapping[str, object], found: Numbers) -> Iterator[Difference]:
    """Yield the numbers that differ, of the subjects that the metadata has.

    Args:
        said: the census of the metadata, whatever it holds.
        found: what `pinned` makes of the articles.
    """
    for subject, stated in said.items():
        counted = found.get(subject, {})
        if isinstance(counted, int):
            if stated != counted:
                yield Difference(subject, "", stated, counted)
            continue
        labels = stated if isinstance(stated, dict) else {}
        for label in sorted(labels.keys() | counted.keys()):
            if labels.get(label, 0) != counted.get(label, 0):
                yield Difference(subject, label, labels.get(label, 0), counted.get(label, 0))
