"""What results say, as one digest: most annotations come back saying what went out.

Comparing digests spares the reading of what nobody changed, which costs ten times as much. The
order of results does not count, nor what the page adds to them of itself.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Raw, Struct

from khabar.formats.label_studio.regions import Result


class _Value(Struct, gc=False, omit_defaults=True):
    """What is read of a result's value."""

    start: Any = None
    end: Any = None
    text: Any = None
    labels: Any = None
    choices: Any = None
    taxonomy: Any = None


class _Said(Struct, gc=False, omit_defaults=True):
    """What is read of a result."""

    id: Any = None
    type: Any = None
    from_name: Any = None
    from_id: Any = None
    to_id: Any = None
    labels: Any = None
    direction: Any = None
    value: _Value | None = None


_raw = msgspec.json.Decoder(list[_Said])
_encoder = msgspec.json.Encoder()


def said(results: Sequence[Result] | Raw) -> str:
    """A digest of what results say; "" for what no reader could read.

    Args:
        results: as they are, or as they came, unread.
    """
    try:
        found = _raw.decode(results) if isinstance(results, Raw) else _converted(results)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return ""
    return hashlib.sha256(b"\n".join(sorted(map(_encoder.encode, found)))).hexdigest()


def _converted(results: Sequence[Result]) -> list[_Said]:
    return msgspec.convert(results, list[_Said])


def results_of(annotation: Mapping[str, Any]) -> list[Result]:
    """The results of an annotation, read if they are not yet."""
    found = annotation.get("result")
    if isinstance(found, Raw):
        found = msgspec.json.decode(found)
    results: list[Result] = found or []
    return results
