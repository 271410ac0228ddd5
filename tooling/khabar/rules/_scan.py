"""Quick questions about a text: most texts have nothing that a rule looks for."""

from collections.abc import Iterable


def has(text: str, words: Iterable[str]) -> bool:
    """Whether a text has one of a few characters or words; one by one is the quickest way."""
    for one in words:  # noqa: SIM110 - takes a third of the time of any()
        if one in text:
            return True
    return False


def places(text: str, char: str) -> list[int]:
    """The offsets of a character.

    Example:
        >>> places("نعم، نعم", "ن")
        [0, 5]
    """
    found, at = [], text.find(char)
    while at >= 0:
        found.append(at)
        at = text.find(char, at + 1)
    return found
