"""Names for findings that stay the same while the rest of the article changes.

Made of what the fault is about (rule, article, annotation id, field) and not of where it stands:
no offset, no line, no place in a list.
"""

import hashlib
from collections import Counter

from khabar.rules._reading import Reading
from khabar.rules._rule import Hit

_KINDS = ("mentions", "entities", "quotes", "stances")


class Fingerprints:
    """Fingerprints for the findings of one document.

    Two findings that are alike in everything are told apart by their order.
    """

    def __init__(self, reading: Reading) -> None:
        self._value = _as_value(reading)
        self._subject = _article_id(self._value) or reading.document.file
        self._given: Counter[str] = Counter()

    @property
    def article(self) -> str | None:
        """The id the document gives itself, if it can be read that far."""
        return _article_id(self._value)

    def of(self, code: str, hit: Hit) -> str:
        """Sixteen hexadecimal digits for a hit of a rule."""
        parts = (code, self._subject, self._field(hit.pointer), hit.mark)
        digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[
            :16
        ]
        self._given[digest] += 1
        count = self._given[digest]
        if count == 1:
            return digest
        return hashlib.sha256(f"{digest}\0{count}".encode("utf-8", "surrogateescape")).hexdigest()[
            :16
        ]

    def _field(self, pointer: str) -> str:
        """A pointer with the annotation's id in place of its number, other numbers left out."""
        steps = pointer.split("/")[1:]
        if len(steps) >= 2 and steps[0] in _KINDS and steps[1].isdigit():
            steps[:2] = [self._annotation(steps[0], int(steps[1]))]
        return "/".join(step for step in steps if not step.isdigit())

    def _annotation(self, kind: str, number: int) -> str:
        found = self._value.get(kind) if isinstance(self._value, dict) else None
        one = found[number] if isinstance(found, list) and number < len(found) else None
        name = one.get("id") if isinstance(one, dict) else None
        return f"{kind}:{name}" if isinstance(name, str) else kind


def _as_value(reading: Reading) -> object:
    return reading.value if reading.readable else None


def _article_id(value: object) -> str | None:
    name = value.get("id") if isinstance(value, dict) else None
    return name if isinstance(name, str) else None
