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
    """What is read of a result's value, keys in order; what is only compared stays as it came."""

    choices: Raw = _NONE
    end: int | None = None
    labels: Raw = _NONE
    start: int | None = None
    taxonomy: Raw = _NONE
    text: Raw = _NONE


class _Said(Struct, gc=False, omit_defaults=True):
    """What is read of a result, keys in order."""

    direction: str | None = None
    from_id: str | None = None
    from_name: str | None = None
    id: str | None = None
    labels: Raw = _NONE
    to_id: str | None = None
    to_name: str | None = None
    type: str | None = None
    value: _Value | None = None


_decoder = msgspec.json.Decoder(list[_Said])
_encoder = msgspec.json.Encoder()
_in_order = msgspec.json.Encoder(order="sorted")


def said(results: Sequence[Result] | Raw) -> str:
    """A digest of what results say; "" for what no reader could read.

    Args:
        results: as they are, or as they came, unread.
    """
    raw = results if isinstance(results, Raw) else _encoder.encode(results)
    try:
        return said_in(_encoder.encode_lines(_decoder.decode(raw)))
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return ""


def in_lines(results: Sequence[Result]) -> bytes:
    """Results as JSON, each a line with its keys in order."""
    return _in_order.encode_lines(results)


def said_in(lines: bytes) -> str:
    """`said` of results that khabar made, `in_lines`: nothing is in them that is not read."""
    return hashlib.sha256(b"\n".join(sorted(lines.split(b"\n")))).hexdigest()


def results_of(annotation: Mapping[str, Any]) -> list[Result]:
    """The results of an annotation, read if they are not yet."""
    found = annotation.get("result")
    if isinstance(found, Raw):
        found = msgspec.json.decode(found)
    results: list[Result] = found or []
    return results
