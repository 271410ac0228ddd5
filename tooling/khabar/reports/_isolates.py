"""Arabic words inside lines that run from left to right.

Without isolates a terminal orders the letters of a whole line together, and numbers and brackets
next to Arabic words jump to their other side.
"""

import re

_FSI, _PDI = "\u2068", "\u2069"
_QUOTED = re.compile(r"(?<=(['\"]))[^'\"]*[\u0590-\u08ff\ufb1d-\ufefc][^'\"]*(?=\1)")
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def isolated(words: str) -> str:
    """Words that keep their own direction; characters that would end that are written out.

    Example:
        >>> isolated("سلمى") == "\u2068سلمى\u2069"
        True
    """
    return f"{_FSI}{_DIRECTIONS.sub(lambda one: f'<U+{ord(one[0]):04X}>', words)}{_PDI}"


def with_isolates(message: str) -> str:
    """A message whose quoted right-to-left words are isolated."""
    return _QUOTED.sub(lambda found: isolated(found[0]), message)
