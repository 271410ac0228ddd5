"""What the page leaves of a version that was deleted: its parts are regions of their own."""

from collections.abc import Iterable, Sequence

from khabar.formats.label_studio.asking import Asked
from khabar.formats.label_studio.regions import Result


def without_remnants(results: Sequence[Result], asked: Asked) -> list[Result]:
    """Results less the cues, sources, targets and later spans of versions that are gone.

    A part that somebody linked to what is there stays.

    Args:
        results: of a task that asks.
        asked: what it asks.
    """
    there = {str(one.get("id")) for one in results if one.get("type") == "labels"}
    owners = _gone(there, asked)
    parts = {one for one in there if _owner(one) in owners}
    links = [(one.get("from_id"), one.get("to_id")) for one in results]
    standing = there - parts
    while reached := {
        part for part in parts - standing if any(_joins(link, part, standing) for link in links)
    }:
        standing |= reached
    left = parts - standing
    ends = ("id", "from_id", "to_id")
    return [one for one in results if not left & {one.get(end) for end in ends}]


def _gone(there: Iterable[str], asked: Asked) -> set[str]:
    """The versions that are gone, and the ids under which things stand whose versions all are."""
    gone = set(asked.versions) - set(there)
    left = {item for name, item in asked.versions.items() if name not in gone}
    return gone | (set(asked.versions.values()) - left)


def _owner(region: str) -> str | None:
    """The id of what a region is part of: no id of ours has the sign between them."""
    owner, _, part = region.partition("_")
    return owner if part else None


def _joins(link: tuple[object, object], part: str, standing: set[str]) -> bool:
    start, end = link
    return (start == part and end in standing) or (end == part and start in standing)
