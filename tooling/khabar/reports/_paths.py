"""Paths as other programs look for them: from where the command runs, with forward slashes."""

import os
import re
from pathlib import Path
from urllib.parse import quote

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


def _relative(file: str) -> Path:
    path = Path(file)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        return path.relative_to(Path.cwd())
    return path
