"""Documents of older schema versions, brought forward one version at a time.

A step changes a parsed document in place of hand work; it never invents data and gives the same
result each time. Each released schema lies under ``schema/archive/`` for reading back.
"""

from collections.abc import Callable
from typing import Any

from khabar.model import SCHEMA
from khabar.problem import KhabarError

Document = dict[str, Any]
Step = Callable[[Document], Document]


def _to_0_1(document: Document) -> Document:
    """0.0 was the draft before the first release; its fields are those of 0.1."""
    return document


def _to_1_0(document: Document) -> Document:
    """1.0 allows all that 0.1 did; see decision 0006."""
    return document


STEPS: dict[str, tuple[str, Step]] = {
    "khabar/0.0": ("khabar/0.1", _to_0_1),
    "khabar/0.1": ("khabar/1.0", _to_1_0),
}
"""For each older version the next one, and the step that leads there."""


def upgrade(document: Document) -> Document:
    """A document in the current version of the schema; the given one is left as it is.

    Raises:
        KhabarError: if its version is unknown or newer than this release.

    Example:
        >>> upgrade({"schema": "khabar/0.0", "id": "abc"})
        {'schema': 'khabar/1.0', 'id': 'abc'}
    """
    version = document.get("schema")
    while version != SCHEMA:
        if version not in STEPS:
            known = ", ".join([*STEPS, SCHEMA])
            raise KhabarError(
                f"the schema version {version!r} is unknown; known are {known}", pointer="/schema"
            )
        version, step = STEPS[str(version)]
        document = {**step(document), "schema": version}
    return document
