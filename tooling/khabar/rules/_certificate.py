"""What a certificate of splits is about: digests of the lists, the texts and the stories."""

import hashlib
from collections.abc import Mapping

CERTIFICATE = "certificate.json"


class Texts:
    """Articles that pass in any order, by their ids: their texts and the stories that they name.

    Of each 32 bytes are kept, and as many more if it names a story.

    Example:
        >>> one, other = Texts(), Texts()
        >>> one.add("abc", "نعم", "vote"), one.add("abd", "لا")
        (None, None)
        >>> other.add("abd", "لا"), other.add("abc", "نعم")
        (None, None)
        >>> one.digest() == other.digest(), one.declared() == other.declared()
        (True, False)
        >>> one.naming, other.naming
        (1, 0)
    """

    def __init__(self) -> None:
        self._found: dict[str, bytes] = {}
        self._declared: dict[str, bytes] = {}

    def add(self, name: str, text: str, story: str | None = None) -> None:
        """Take an article in.

        Args:
            name: its id.
            text: its text.
            story: the story that it names, if any.
        """
        self._found[name] = _digest(name, text)
        if story is not None:
            self._declared[name] = _digest(name, story)

    @property
    def naming(self) -> int:
        """How many articles name a story."""
        return len(self._declared)

    def digest(self) -> str:
        """SHA-256 over the ids and texts of all articles, in the order of their ids."""
        return _over(self._found)

    def declared(self) -> str:
        """SHA-256 over the ids and stories of the articles that name one, in that order."""
        return _over(self._declared)


def _digest(name: str, said: str) -> bytes:
    return hashlib.sha256(f"{name}\0{said}".encode()).digest()


def _over(found: Mapping[str, bytes]) -> str:
    return hashlib.sha256(b"".join(one for _, one in sorted(found.items()))).hexdigest()


def list_digests(lists: Mapping[str, bytes]) -> dict[str, str]:
    """SHA-256 of each list, by its split."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in sorted(lists.items())}
