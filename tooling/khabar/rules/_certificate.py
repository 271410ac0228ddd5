"""What a certificate of splits is about: a digest of each list, and one of all articles' texts."""

import hashlib
from collections.abc import Mapping

CERTIFICATE = "certificate.json"


class Texts:
    """The ids and texts of articles that pass in any order; 32 bytes of each are kept.

    Example:
        >>> one, other = Texts(), Texts()
        >>> one.add("abc", "نعم"), one.add("abd", "لا")
        (None, None)
        >>> other.add("abd", "لا"), other.add("abc", "نعم")
        (None, None)
        >>> one.digest() == other.digest()
        True
    """

    def __init__(self) -> None:
        self._found: dict[str, bytes] = {}

    def add(self, name: str, text: str) -> None:
        """Take an article in."""
        self._found[name] = hashlib.sha256(f"{name}\0{text}".encode()).digest()

    def digest(self) -> str:
        """SHA-256 over those of all articles, in the order of their ids."""
        return hashlib.sha256(b"".join(one for _, one in sorted(self._found.items()))).hexdigest()


def list_digests(lists: Mapping[str, bytes]) -> dict[str, str]:
    """SHA-256 of each list, by its split."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in sorted(lists.items())}
