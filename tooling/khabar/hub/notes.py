"""Release notes, written from the difference to the release before."""

from collections.abc import Iterator

from khabar.hub.gate import Reason, Verdict
from khabar.hub.manifest import Manifest

_SHOWN = 20
_KINDS = ("added", "removed", "moved", "relabelled", "relinked", "edited")
_KEPT = {
    "none": "Nothing changed.",
    "patch": "Texts, annotations and splits are as before.",
    "minor": "Texts and splits are as before: offsets and results carry over, labels may differ.",
    "major": "Not comparable with the release before, for the reasons that are named first.",
}


def headline(verdict: Verdict | None, manifest: Manifest) -> str:
    """What a release is, in a phrase."""
    if verdict is None:
        return f"first release with {_many(sum(manifest.articles.values()), 'article')}"
    if not verdict.reasons:
        return "nothing changed"
    return "; ".join(f"{one.said} ({len(one.names)})" for one in verdict.reasons)


def notes(tag: str, last: str | None, verdict: Verdict | None, manifest: Manifest) -> str:
    """The notes of a release, in Markdown.

    Args:
        tag: of the release.
        last: tag of the release before, None for the first.
        verdict: the difference between the two, None for the first.
        manifest: of the release.
    """
    parts = [f"## {tag}"]
    if verdict is None:
        parts += ["The first release."]
    else:
        parts += [f"{verdict.level.capitalize()} since {last}. {_KEPT[verdict.level]}"]
        parts += ["\n".join(map(_item, verdict.reasons)), _table(verdict)]
    parts += [_sizes(manifest)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _item(reason: Reason) -> str:
    names = ", ".join(f"`{name}`" for name in reason.names[:_SHOWN])
    more = len(reason.names) - _SHOWN
    rest = f" and {more} more" if more > 0 else ""
    return f"- {reason.said} ({reason.level}, {len(reason.names)}): {names}{rest}"


def _table(verdict: Verdict) -> str:
    """How many annotations changed, and how."""
    if not verdict.annotations:
        return ""
    return "\n".join(_rows(verdict.annotations))


def _rows(counts: dict[str, int]) -> Iterator[str]:
    yield f"| | {' | '.join(_KINDS)} |"
    yield "|---|" + "---|" * len(_KINDS)
    for what in sorted({key.partition(" ")[0] for key in counts}):
        cells = (str(counts.get(f"{what} {kind}", 0)) for kind in _KINDS)
        yield f"| {what} | {' | '.join(cells)} |"


def _sizes(manifest: Manifest) -> str:
    splits = ", ".join(f"{count} {name}" for name, count in manifest.articles.items())
    total = _many(sum(manifest.articles.values()), "article")
    return f"{total} ({splits}); {manifest.schema}."


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
