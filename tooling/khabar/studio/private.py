"""Small files that only their owner may read."""

import contextlib
import os
import tempfile
from pathlib import Path

import msgspec

from khabar.problem import KhabarError


def write_private(path: Path, value: object) -> None:
    """Write JSON to a file of mode 600, whole or not at all.

    Raises:
        KhabarError: if the folder cannot be written.
    """
    data = msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # A file made by mkstemp has mode 600 before the first byte is in it.
        handle, part = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise KhabarError(f"{path}: cannot be written: {error.strerror}") from error
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(part).replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            Path(part).unlink()
        raise KhabarError(f"{path}: cannot be written: {error.strerror}") from error


def read_private(path: Path) -> dict[str, str]:
    """A file of names and values, empty when there is none.

    Raises:
        KhabarError: if it cannot be read or holds something else.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, str])
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise KhabarError(f"{path}: cannot be read: {error.strerror}") from error
    except msgspec.DecodeError as error:
        raise KhabarError(f"{path}: not a JSON object of names and values: {error}") from error
