"""How messages show what stands in an article."""

import unicodedata

from khabar.model import Spans

_LONGEST = 40


def quoted(words: str) -> str:
    r"""Words in quotation marks, cut where they are long, with what cannot be seen written out.

    Example:
        >>> quoted("بعد\nغد\u200b")
        "'بعد⏎غد<U+200B>'"
    """
    if len(words) > _LONGEST:
        words = words[: _LONGEST - 1] + "…"
    return "'" + "".join(visible(char) for char in words) + "'"


def shown(spans: Spans) -> str:
    """The words of an annotation, quoted, its parts behind one another."""
    return quoted(" … ".join(one.text for one in spans))


def extent(spans: Spans) -> tuple[int, int]:
    """From the start of the first part of an annotation to the end of its last."""
    return spans[0].start, spans[-1].end


def visible(char: str) -> str:
    """A character as it is, or its code point where nothing would show."""
    if char == "\n":
        return "⏎"
    return char if char.isprintable() else f"<U+{ord(char):04X}>"


def named(char: str) -> str:
    """A character's code point and name.

    Example:
        >>> named("\u200b")
        'U+200B ZERO WIDTH SPACE'
    """
    name = unicodedata.name(char, "") or _CONTROLS.get(char, "control character")
    return f"U+{ord(char):04X} {name}"


_CONTROLS = {
    "\0": "NULL",
    "\t": "TAB",
    "\r": "CARRIAGE RETURN",
    "\x1b": "ESCAPE",
    "\x85": "NEXT LINE",
}
