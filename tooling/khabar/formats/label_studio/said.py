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

_NONE = Raw()


class _Value(Struct, gc=False, omit_defaults=True):
    """What is read of a result's value; what is only compared stays as it came."""

    start: int | None = None
    end: int | None = None
    text: Raw = _NONE
    labels: Raw = _NONE
    choices: Raw = _NONE
    taxonomy: Raw = _NONE


class _Said(Struct, gc=False, omit_defaults=True):
    """What is read of a result."""

    id: str | None = None
    type: str | None = None
    from_name: str | None = None
    from_id: str | None = None
    to_id: str | None = None
    labels: Raw = _NONE
    direction: str | None = None
    value: _Value | None = None


_decoder = msgspec.json.Decoder(list[_Said])
_encoder = msgspec.json.Encoder()


def said(results: Sequence[Result] | Raw) -> str:
    """A digest of what results say; "" for what no reader could read.

    Args:
        results: as they are, or as they came, unread.
    """
    raw = results if isinstance(results, Raw) else _encoder.encode(results)
    try:
        found = _encoder.encode_lines(_decoder.decode(raw))
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return ""
    return hashlib.sha256(b"\n".join(sorted(found.split(b"\n")))).hexdigest()


def results_of(annotation: Mapping[str, Any]) -> list[Result]:
    """The results of an annotation, read if they are not yet."""
    found = annotation.get("result")
    if isinstance(found, Raw):
        found = msgspec.json.decode(found)
    results: list[Result] = found or []
    return results
