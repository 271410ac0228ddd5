"""How the names of entities and the words of mentions are compared.

Words are folded and lose the article, the lam of a للـ and the ending that a case gives them: a
name is not written the same after every word.
"""

import re
from functools import lru_cache

from khabar.model import Mention
from khabar.text import fold

_ENDINGS = ("ون", "ين", "ان", "تا", "تي")
_WORD = re.compile(r"\w+")
_SHORTEST = 3


_REMEMBERED = 1 << 14
"""Names come back, in an article and from one to the next; so many are remembered."""


@lru_cache(_REMEMBERED)
def key(words: str) -> str:
    """The matching key of a name, a cue or another short stretch that comes back."""
    return fold(words)


@lru_cache(_REMEMBERED)
def words(name: str) -> tuple[str, ...]:
    """The words of a name as keys to compare them by.

    Example:
        >>> words("المزارعون") == words("لمزارعين")
        True
    """
    return tuple(_bare(word) for word in _WORD.findall(fold(name)))


def _bare(word: str) -> str:
    for head in ("ال", "لل", "ل"):
        if word.startswith(head) and len(word) - len(head) >= _SHORTEST:
            word = word[len(head) :]
            break
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word.removesuffix("ة") if len(word) > _SHORTEST else word


def said(mention: Mention) -> str:
    """The words of a mention, its parts behind one another."""
    parts = mention.spans
    return parts[0].text if len(parts) == 1 else " ".join(one.text for one in parts)
