"""Arabic words inside the messages of findings."""

import re

from khabar.text import isolated

__all__ = ["isolated", "with_isolates"]

_QUOTED = re.compile(r"(?<=(['\"]))[^'\"]*[\u0590-\u08ff\ufb1d-\ufefc][^'\"]*(?=\1)")


def with_isolates(message: str) -> str:
    """A message whose quoted right-to-left words are isolated."""
    return _QUOTED.sub(lambda found: isolated(found[0]), message)
