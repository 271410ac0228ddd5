"""How the names of entities and the words of mentions are compared.

Words are folded and lose the article, the lam of a للـ and the ending that a case gives them: a
name is not written the same after every word.
"""

import re

from khabar.model import Mention
from khabar.rules._index import Index
from khabar.text import fold

_ENDINGS = ("ون", "ين", "ان", "تا", "تي")
_WORD = re.compile(r"\w+")
_SHORTEST = 3


def words(name: str) -> list[str]:
    """The words of a name as keys to compare them by.

    Example:
        >>> words("المزارعون") == words("لمزارعين")
        True
    """
    return [_bare(word) for word in _WORD.findall(fold(name))]


def _bare(word: str) -> str:
    for head in ("ال", "لل", "ل"):
        if word.startswith(head) and len(word) - len(head) >= _SHORTEST:
            word = word[len(head) :]
            break
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word.removesuffix("ة") if len(word) > _SHORTEST else word


def mentions_by_entity(index: Index) -> dict[str, list[tuple[int, Mention]]]:
    """The mentions of each entity with their numbers, worked out once for an article."""
    found: dict[str, list[tuple[int, Mention]]] | None = index.__dict__.get("mentions_by_entity")
    if found is None:
        found = index.__dict__["mentions_by_entity"] = {}
        for at, mention in enumerate(index.article.mentions):
            if mention.entity is not None:
                found.setdefault(mention.entity, []).append((at, mention))
    return found


def said(mention: Mention) -> str:
    """The words of a mention, its parts behind one another."""
    parts = mention.spans
    return parts[0].text if len(parts) == 1 else " ".join(one.text for one in parts)
