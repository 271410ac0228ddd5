"""Arabic words to stand inside a line of the other direction.

Without isolates a terminal orders the letters of a whole line together, and numbers and brackets
next to Arabic words jump to their other side.
"""

import re

_FSI, _PDI = "\u2068", "\u2069"
_DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def isolated(words: str) -> str:
    """Words that keep their own direction; characters that would end that are written out.

    Example:
        >>> isolated("سلمى") == "\u2068سلمى\u2069"
        True
    """
    return f"{_FSI}{_DIRECTIONS.sub(lambda one: f'<U+{ord(one[0]):04X}>', words)}{_PDI}"
