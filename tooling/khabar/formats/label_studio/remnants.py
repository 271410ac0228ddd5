"""What the page leaves of a version that was deleted: its parts are regions of their own."""

from collections.abc import Iterable, Iterator, Sequence

from khabar.formats.label_studio import controls as c
from khabar.formats.label_studio.asking import Asked
from khabar.formats.label_studio.regions import Result

_Node = str | tuple[str, str]
"""A region by its id, or with the name of the relation by which a mention is a relay."""


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
    links = list(_links(results))
    standing: set[_Node] = {*there - parts}
    movable = parts | {node for link in links for node in link if isinstance(node, tuple)}
    while (
        reached := {
            node
            for link in links
            if not standing.isdisjoint(link)
            for node in link
            if node in movable
        }
        - standing
    ):
        standing |= reached
    left = parts - standing
    ends = ("id", "from_id", "to_id")
    return [one for one in results if not left & {one.get(end) for end in ends}]


def _links(results: Sequence[Result]) -> Iterator[tuple[_Node, _Node]]:
    """What is linked with what.

    A mention from which a link starts is a relay there, and stands as one only where a quote leads
    to it: that it is a mention is no reason for what hangs on it to stay.
    """
    mentions = {str(one.get("id")) for one in results if one.get("from_name") == c.MENTION}
    relay = c.relation_name(c.RELAY)
    others = {c.relation_name(c.CONTINUES), c.relation_name(c.SOURCE)}
    for one in results:
        if one.get("type") != "relation":
            continue
        start, end = str(one.get("from_id")), str(one.get("to_id"))
        named = one.get("labels") or ()
        yield (
            (start, relay) if start in mentions and others.isdisjoint(named) else start,
            (end, relay) if end in mentions and relay in named else end,
        )


def _gone(there: Iterable[str], asked: Asked) -> set[str]:
    """The versions that are gone, and the ids under which things stand whose versions all are."""
    gone = set(asked.versions) - set(there)
    left = {item for name, item in asked.versions.items() if name not in gone}
    return gone | (set(asked.versions.values()) - left)


def _owner(region: str) -> str | None:
    """The id of what a region is part of: no id of ours has the sign between them."""
    owner, _, part = region.partition("_")
    return owner if part else None
