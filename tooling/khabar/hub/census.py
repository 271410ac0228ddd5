"""The census that a card is written from: all that is counted of articles, but names of people."""

from khabar.census import NAMES, SUBJECTS, Census

__all__ = ["LENGTHS", "Census", "census_of_card", "lengths"]

LENGTHS = 50
"""Articles are counted by their length in steps of so many words."""


def census_of_card() -> Census:
    """An empty census for a card, which names no speakers; they would fill memory."""
    return Census(subjects=tuple(one for one in SUBJECTS if one not in NAMES))


def lengths(census: Census) -> dict[int, int]:
    """Articles by their length in words, in steps of `LENGTHS`.

    Example:
        >>> lengths(Census(sizes={"article_words": {12: 1, 49: 2, 50: 4}}))
        {0: 3, 50: 4}
    """
    found: dict[int, int] = {}
    for words, articles in sorted(census.sizes["article_words"].items()):
        step = words // LENGTHS * LENGTHS
        found[step] = found.get(step, 0) + articles
    return found
