"""Spans said in words, as people write them into a sheet, found in the text."""

import re
from collections.abc import Iterator
from typing import Any

from khabar.problem import KhabarError

Plain = dict[str, Any]

_HINT = re.compile(r"@(\d+)$")
_DOTS = re.compile(r"\s*(?:…|\.\.\.)\s*")


def spans_in_words(text: str, said: object, place: tuple[int, int] | None) -> list[Plain]:
    """Spans from words, a list of words, or offsets.

    Args:
        text: the article's text.
        said: words (``"سلمى"``), the first and the last words of a stretch (``"إن … غدا"``), words
            with an offset (``"سلمى@120"``), ``[start, end]``, a span, or a list of these.
        place: where to look first; without it the words must stand in the text once.

    Raises:
        KhabarError: if the words are not in the text, or nobody can say which of them are meant.

    Example:
        >>> spans_in_words("قال سالم وقال سالم", "سالم", (10, 12))
        [{'start': 14, 'end': 18, 'text': 'سالم'}]
    """
    several = said if isinstance(said, list) and not _is_bounds(said) else [said]
    if not several:
        raise KhabarError("there are no words")
    found: list[Plain] = []
    for one in several:
        after = found[-1]["end"] if found else 0
        start, end = _bounds(text, one, place, after)
        found.append({"start": start, "end": end, "text": text[start:end]})
    return sorted(found, key=lambda one: (one["start"], one["end"]))


def _is_bounds(said: list[object]) -> bool:
    return len(said) == 2 and all(type(one) is int for one in said)


def _bounds(text: str, said: object, place: tuple[int, int] | None, after: int) -> tuple[int, int]:
    match said:
        case str() if said.strip():
            return _found(text, said.strip(), place, after)
        case [int(start), int(end)] | {"start": int(start), "end": int(end)}:
            if 0 <= start < end <= len(text):
                return start, end
            raise KhabarError(f"there are no words at {start}-{end}")
    raise KhabarError(f"these are no words and no offsets: {said!r}")


def _found(text: str, words: str, place: tuple[int, int] | None, after: int) -> tuple[int, int]:
    if words not in text and (hint := _HINT.search(words)):
        words, place = words[: hint.start()].strip(), (int(hint[1]), int(hint[1]))
    known = list(_stretches(text, words))
    if not known:
        raise KhabarError(f"these words are not in the text: {words}")
    if place is None:
        if len(known) > 1:
            raise KhabarError(
                f"these words stand in the text {len(known)} times: {words}; say where, as in "
                f"{words}@{known[0][0]}"
            )
        return known[0]
    low, high = place
    return min(
        [one for one in known if one[0] >= after] or known,
        key=lambda one: (max(low - one[1], one[0] - high, 0), abs(one[0] - low), one[0]),
    )


def _stretches(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Every stretch of the text that some words mean; dots stand for anything between."""
    parts = [words] if words in text else [one for one in _DOTS.split(words) if one]
    start = text.find(parts[0]) if parts else -1
    while start >= 0:
        end = start + len(parts[0])
        for part in parts[1:]:
            at = text.find(part, end)
            end = at + len(part) if at >= 0 else -1
            if end < 0:
                return
        yield start, end
        start = text.find(parts[0], start + 1)
