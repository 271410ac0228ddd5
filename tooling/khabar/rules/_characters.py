"""Kinds of characters that do not belong in a stored text, each found once with its count."""

import re
from collections.abc import Callable, Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit
from khabar.rules._words import named


def stray(
    index: Index,
    pattern: re.Pattern[str],
    said: str,
    belongs: Callable[[re.Match[str]], bool] = lambda _: False,
) -> Iterator[Hit]:
    """One hit for each character that a pattern finds and that does not belong where it is."""
    if index.printable:
        return
    counts: dict[str, int] = {}
    first: dict[str, int] = {}
    for found in pattern.finditer(index.text):
        if belongs(found):
            continue
        counts[found[0]] = counts.get(found[0], 0) + 1
        first.setdefault(found[0], found.start())
    for char, at in first.items():
        times = f"{counts[char]} times, first" if counts[char] > 1 else "once,"
        message = f"the text has {said} {named(char)} {times} at offset {at}"
        yield Hit(message, "/text", at, at + 1, mark=named(char))
