"""The gate before a release: what changed since the last one, and what that asks for.

Labels are numbers in Parquet, so a list of labels may only grow: whoever has the release before
reads the numbers with its names. What else changed decides which number of the version is raised.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from khabar.diff import Change, changes
from khabar.hub.promises import Promise, promises
from khabar.hub.release import Release
from khabar.hub.version import LEVELS, Level
from khabar.model import Article
from khabar.problem import KhabarError

_READ = {"topics", "language"}
"""Fields of the article itself that are read as labels."""

_ASIDE = {"note", "origin", "extra"}
"""Fields of an annotation that say something about it and nothing about the text."""

_BY_HAND = ("schema/", "guidelines/", "LICENSE")

Placed = tuple[str, Article]
"""An article with the split it is in."""


class Reason(Struct, frozen=True):
    """One thing that changed.

    Attributes:
        level: what it asks for.
        said: the thing in a phrase, as "articles removed".
        names: ids of articles, columns or files concerned.
    """

    level: Level
    said: str
    names: tuple[str, ...]


class Verdict(Struct, frozen=True, kw_only=True):
    """What changed between two releases.

    Attributes:
        level: the highest of the reasons; "none" if every file is the same.
        reasons: the highest first.
        annotations: how many changes there are of each sort, as ``mention added``.
    """

    level: Level
    reasons: tuple[Reason, ...]
    annotations: dict[str, int]


class Tally:
    """Reasons while they come together."""

    def __init__(self) -> None:
        self._names: dict[tuple[Level, str], dict[str, None]] = {}
        self._annotations: Counter[str] = Counter()

    def add(self, level: Level, said: str, name: str) -> None:
        """Take in a reason, or one more name for it."""
        self._names.setdefault((level, said), {})[name] = None

    def count(self, found: Iterable[Change]) -> None:
        """Count the changes of annotations."""
        self._annotations.update(f"{one.what} {one.kind}" for one in found if one.what != "article")

    def verdict(self) -> Verdict:
        """What came together."""
        order = sorted(self._names, key=lambda key: -LEVELS.index(key[0]))
        reasons = tuple(Reason(*key, tuple(self._names[key])) for key in order)
        return Verdict(
            level=reasons[0].level if reasons else "none",
            reasons=reasons,
            annotations=dict(sorted(self._annotations.items())),
        )


def judge(before: Release, after: Release) -> Verdict:
    """What changed from one release to the next, and which number of the version it raises.

    Raises:
        KhabarError: if a label was renamed, removed or moved in its list; it says what to do.
    """
    old, new = promises(before.card), promises(after.card)
    refuse_lost_labels(old, new, before.name)
    _refuse_lost_codes(before, after)
    tally = Tally()
    _compare_schemas(before.manifest.schema, after.manifest.schema, tally)
    _compare_columns(old, new, tally)
    if before.manifest.tables["articles"] != after.manifest.tables["articles"]:
        compare_articles(before.sorted_articles(), after.sorted_articles(), tally)
    _compare_files(before.manifest.files, after.manifest.files, tally)
    return tally.verdict()


def _compare_files(old: dict[str, str], new: dict[str, str], tally: Tally) -> None:
    """Take in files written by people that changed; all others only if nothing else is to say."""
    changed = [path for path in sorted(old.keys() | new.keys()) if old.get(path) != new.get(path)]
    by_hand = [path for path in changed if path.startswith(_BY_HAND)]
    for path in changed if tally.verdict().level == "none" else by_hand:
        tally.add("patch", "files changed", path)


def compare_articles(before: Iterable[Placed], after: Iterable[Placed], tally: Tally) -> None:
    """Take in what changed in articles; both sides are sorted by id and read side by side."""
    for old, new in _side_by_side(iter(before), iter(after)):
        if old is None and new is not None:
            tally.add("minor", "articles added", new[1].id)
        elif new is None and old is not None:
            tally.add("major", "articles removed", old[1].id)
        elif old is not None and new is not None and old != new:
            _compare_versions(old, new, tally)


def _side_by_side(
    before: Iterator[Placed], after: Iterator[Placed]
) -> Iterator[tuple[Placed | None, Placed | None]]:
    """Yield pairs of the same id; None on the side that has none."""
    old, new = next(before, None), next(after, None)
    while old is not None or new is not None:
        first = min(one[1].id for one in (old, new) if one is not None)
        left = old if old is not None and old[1].id == first else None
        right = new if new is not None and new[1].id == first else None
        yield left, right
        old = next(before, None) if left is not None else old
        new = next(after, None) if right is not None else new


def _compare_versions(old: Placed, new: Placed, tally: Tally) -> None:
    """Take in what changed in one article."""
    name = new[1].id
    if old[0] != new[0]:
        tally.add("major", "articles moved to another split", name)
    found = changes(old[1], new[1])
    tally.count(found)
    for change in found:
        tally.add(*_of_change(change), name)
    if not found and old[1] != new[1]:
        tally.add("patch", "annotations got other ids", name)


def _of_change(change: Change) -> tuple[Level, str]:
    """What one change asks for."""
    if change.what == "article":
        if change.field == "text":
            return "major", "texts changed"
        if change.field in _READ:
            return "minor", f"{change.field} changed"
        return "patch", "what is said of the article changed"
    if change.field in _ASIDE:
        return "patch", "notes and origins changed"
    return "minor", "annotations changed"


def _compare_schemas(old: str, new: str, tally: Tally) -> None:
    if old != new:
        same = old.partition(".")[0] == new.partition(".")[0]
        tally.add("minor" if same else "major", "another schema", f"{old} → {new}")


def _compare_columns(old: dict[str, Promise], new: dict[str, Promise], tally: Tally) -> None:
    """Take in columns and splits that came, went or have another type."""
    for path in sorted(old.keys() | new.keys()):
        before, after = old.get(path), new.get(path)
        if before == after:
            continue
        what = "splits" if "split" in (before, after) else "columns"
        if before is None:
            tally.add("minor", f"{what} added", path)
        elif after is None:
            tally.add("major", f"{what} removed", path)
        elif isinstance(before, tuple) and isinstance(after, tuple):
            tally.add("minor", "labels added", f"{path}: {', '.join(after[len(before) :])}")
        else:
            tally.add("major", "types of columns changed", path)


def refuse_lost_labels(old: dict[str, Promise], new: dict[str, Promise], last: str) -> None:
    """Let lists of labels only grow.

    Args:
        old: what the last release promises.
        new: what the next one would.
        last: the last release by name.

    Raises:
        KhabarError: naming the first label that was renamed, removed or moved, and what to do.
    """
    faults: dict[str, list[str]] = {}
    for path, before in old.items():
        after = new.get(path)
        if isinstance(before, tuple) and isinstance(after, tuple):
            said = _fault(before, after, last)
            if said:
                faults.setdefault(said, []).append(path)
    if faults:
        said, paths = next(iter(faults.items()))
        rest = f" (and {len(paths) - 1} more)" if len(paths) > 1 else ""
        raise KhabarError(f"labels of {paths[0]}{rest}: {said}")


def _fault(before: tuple[str, ...], after: tuple[str, ...], last: str) -> str:
    """What is wrong with a list of labels that should have grown; "" if nothing is."""
    if after[: len(before)] == before:
        return ""
    gone = [name for name in before if name not in after]
    if not gone:
        at = next(at for at, name in enumerate(before) if after[at] != name)
        return (
            f"number {at} was {before[at]} in {last} and is {after[at]} now; whoever has numbers "
            f"of {last} would read other labels. Put the list back into the order "
            f"{', '.join(before)}, with new labels after them"
        )
    name, at = gone[0], before.index(gone[0])
    instead = after[at] if at < len(after) and after[at] not in before else ""
    if instead:
        return (
            f"{name} (number {at} in {last}) was renamed to {instead}; whoever has numbers of "
            f"{last} would read another label. Keep {name} in its place, add {instead} at the end "
            f"of the list, and relabel the annotations that shall have it"
        )
    return (
        f"{name} (number {at} in {last}) was removed; whoever has numbers of {last} would read "
        f"other labels. Put {name} back at its place in the list; a label that is in the list and "
        f"not used does no harm"
    )


class _Label(Struct):
    code: str


class _Vocabulary(Struct):
    labels: tuple[_Label, ...]


def _refuse_lost_codes(before: Release, after: Release) -> None:
    """Vocabularies that are no class labels, such as topics, may be ordered anew, but not shrink.

    Raises:
        KhabarError: naming the code that is gone.
    """
    new = _codes(after)
    for name, codes in _codes(before).items():
        gone = [code for code in codes if code not in new.get(name, codes)]
        if gone:
            raise KhabarError(
                f"vocabulary {name}: {gone[0]} of {before.name} is gone; put it back: a code that "
                "was published is kept, even if it is used no more"
            )


def _codes(release: Release) -> dict[str, frozenset[str]]:
    """The codes of each vocabulary that is published along."""
    files = sorted((release.folder / "schema" / "labels").glob("*.json"))
    return {path.stem: _codes_in(path) for path in files}


def _codes_in(path: Path) -> frozenset[str]:
    try:
        found = msgspec.json.decode(path.read_bytes(), type=_Vocabulary)
    except (OSError, msgspec.MsgspecError) as error:
        raise KhabarError(f"{path}: cannot be read: {error}") from error
    return frozenset(one.code for one in found.labels)
