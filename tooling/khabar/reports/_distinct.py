"""Fingerprints that no two findings of a report share.

An article and the passes over it carry one id, and so their findings carry one fingerprint; the
file tells them apart.
"""

import hashlib
from collections import Counter

from khabar.problem import Finding
from khabar.reports._paths import relative


class Distinct:
    """Gives each finding a fingerprint of its own that does not depend on lines or offsets."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def of(self, finding: Finding) -> str:
        """Thirty-two hexadecimal digits; findings alike in everything differ by their order."""
        file = relative(finding.place.file) if finding.place else ""
        known = finding.fingerprint or f"{finding.pointer}\0{finding.message}"
        digest = _digest(finding.code, file, known)
        self._given[digest] += 1
        count = self._given[digest]
        return digest if count == 1 else _digest(digest, str(count))


def _digest(*parts: str) -> str:
    said = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(said).hexdigest()[:32]
