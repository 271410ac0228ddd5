"""Paths as other programs look for them: from where the command runs, with forward slashes."""

import os
import re
from pathlib import Path
from urllib.parse import quote

from msgspec.structs import replace

from khabar.problem import Finding

_NO_BYTES = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Half surrogates that stand for no byte of a file name."""


def relative(file: str) -> str:
    """A path from the working directory, which in CI is the top of the repository.

    A path that does not lie below it stays absolute.

    Example:
        >>> relative("./articles/storm.json")
        'articles/storm.json'
    """
    return _relative(file).as_posix()


def uri(file: str) -> str:
    """The same as a percent-encoded reference; a path outside is a ``file:`` URI.

    Example:
        >>> uri("articles/a b#1.json")
        'articles/a%20b%231.json'
    """
    path = _relative(_NO_BYTES.sub("\ufffd", file))
    return path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))


def readable(finding: Finding) -> Finding:
    """A finding whose file name is text: bytes of it that are not UTF-8 become U+FFFD."""
    place = finding.place
    if place is None or place.file.isprintable():
        return finding
    file = place.file.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return replace(finding, place=replace(place, file=file))


def _relative(file: str) -> Path:
    path = Path(file)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        return path.relative_to(Path.cwd())
    return path
