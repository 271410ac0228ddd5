"""Versions of a dataset: three numbers; a tag is a version with a v before it."""

import re
from collections.abc import Iterable
from typing import Literal

from khabar.problem import KhabarError

Level = Literal["none", "patch", "minor", "major"]
LEVELS: tuple[Level, ...] = ("none", "patch", "minor", "major")
"""How much a release changes for those who use the one before, the least first."""

Version = tuple[int, int, int]
FIRST: Version = (0, 1, 0)

_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")


def parse_version(text: str) -> Version:
    """The numbers of a version.

    Raises:
        KhabarError: if there are not exactly three.

    Example:
        >>> parse_version("1.20.0")
        (1, 20, 0)
    """
    found = _VERSION.fullmatch(text)
    if found is None:
        raise KhabarError(f"{text!r} is no version; write three numbers, as 1.2.0")
    major, minor, patch = map(int, found.groups())
    return major, minor, patch


def shown(version: Version) -> str:
    """A version as text."""
    return ".".join(map(str, version))


def tag_of(version: Version) -> str:
    """The tag that names a version.

    Example:
        >>> tag_of((1, 2, 0))
        'v1.2.0'
    """
    return f"v{shown(version)}"


def last_version(tags: Iterable[str]) -> Version | None:
    """The highest version that the tags name; other tags are not looked at.

    Example:
        >>> last_version(["v1.9.0", "v1.10.0", "draft"])
        (1, 10, 0)
    """
    versions = [one.removeprefix("v") for one in tags if one.startswith("v")]
    return max((parse_version(one) for one in versions if _VERSION.fullmatch(one)), default=None)


def raised(version: Version, level: Level) -> Version:
    """The least version after this one that a change of such a level needs.

    Before 1.0.0 anything may change with the second number, as semantic versioning has it.

    Example:
        >>> raised((1, 2, 3), "major"), raised((0, 2, 3), "major"), raised((1, 2, 3), "patch")
        ((2, 0, 0), (0, 3, 0), (1, 2, 4))
    """
    major, minor, patch = version
    if level == "none":
        return version
    if level == "patch":
        return major, minor, patch + 1
    if level == "minor" or major == 0:
        return major, minor + 1, 0
    return major + 1, 0, 0
