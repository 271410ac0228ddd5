"""A dataset to the hub: one commit, one tag, and nothing in between that anybody could load.

Everything is decided anew from what the hub has at the moment, so a run that was broken off, or
that somebody else was faster than, is simply done again and finishes what is missing.
"""

import contextlib
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct

from khabar.hub.build import build
from khabar.hub.client import HubError, MissingRepositoryError, Remote, State
from khabar.hub.manifest import MANIFEST, read_manifest
from khabar.hub.planning import Plan, Planner, first
from khabar.hub.release import Release
from khabar.problem import KhabarError

ATTEMPTS = 5
"""How often a release is tried when somebody else is faster or the hub is not heard."""

PAUSE = 1.0
"""Seconds before the second attempt; each further one waits twice as long."""

Say = Callable[[str], None]


def _silent(_line: str) -> None:
    """Say nothing."""


class Published(Struct, frozen=True, kw_only=True):
    """A release that is out.

    Attributes:
        plan: what was to be done in the end.
        commit: that the tag names.
        new: whether anything was sent or tagged.
    """

    plan: Plan
    commit: str
    new: bool


def plan(
    source: str | Path, repository: str, *, private: bool | None = None, overwrite: bool = False
) -> Plan:
    """What `publish` would do now; nothing is sent.

    Raises:
        KhabarError: for the reasons that `publish` has.
    """
    with _built(Path(source)) as release:
        remote = Remote(repository)
        state = _state(remote, private=private)
        if state is None:
            return first(remote, release)
        return Planner(remote, release, overwrite=overwrite).plan(state)


def publish(
    source: str | Path,
    repository: str,
    *,
    private: bool | None = None,
    overwrite: bool = False,
    say: Say = _silent,
) -> Published:
    """Publish a dataset as the next release of a repository.

    Args:
        source: a folder of ``khabar hub build``, or a corpus, which is then built first.
        repository: as ``owner/name``.
        private: make the repository where there is none, for some or for all to see; None refuses.
        overwrite: replace files that were changed on the hub by other hands.
        say: hears what is being done, a line at a time.

    Raises:
        KhabarError: if the gate refuses, a file would be overwritten, the hub refuses or cannot
            be reached, or what comes back is not what was sent.
    """
    with _built(Path(source)) as release:
        remote = Remote(repository)
        if _state(remote, private=private) is None:
            say(f"making {remote.url} ({'private' if private else 'public'})")
            remote.create(private=bool(private))
        planner = Planner(remote, release, overwrite=overwrite)
        done = _until_it_stands(planner, remote, release, say)
        say(f"reading {done.plan.tag} back")
        _verify(remote, release, done.plan.tag)
    return done


@contextlib.contextmanager
def _built(source: Path) -> Iterator[Release]:
    """The release in a folder; a corpus is built in a temporary one."""
    if read_manifest(source) is not None or (source / MANIFEST).exists():
        release = Release(source)
        release.refuse_changed()
        yield release
        return
    if not source.exists():
        raise KhabarError(f"{source}: there is no such folder or file")
    with tempfile.TemporaryDirectory(prefix="khabar-") as folder:
        build(source, Path(folder) / "dataset")
        yield Release(Path(folder) / "dataset", str(source))


def _state(remote: Remote, *, private: bool | None) -> State | None:
    """What the hub has; None if it has nothing and may be given it.

    Raises:
        HubError: if there is no such repository and none shall be made, or it is not as private as
            it shall be.
    """
    try:
        state = remote.state()
    except MissingRepositoryError as error:
        if private is not None:
            return None
        raise HubError(f"{error.message}; or make it: --private or --public") from error
    if private is not None and private != state.private:
        kind = "private" if state.private else "public"
        raise HubError(f"{remote.name} is {kind}; that is changed in its settings, {remote.url}")
    return state


def _until_it_stands(planner: Planner, remote: Remote, release: Release, say: Say) -> Published:
    """Commit and tag; as often as it takes, but not for ever.

    Raises:
        KhabarError: if it does not stand after the last attempt.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _attempt(planner, remote, release, say)
        except HubError as error:
            if not error.again or attempt == ATTEMPTS:
                raise
            say(f"{error.message}; looking again ({attempt + 1} of {ATTEMPTS})")
            time.sleep(PAUSE * 2 ** (attempt - 1))
    raise HubError(f"{remote.name}: not published")


def _attempt(planner: Planner, remote: Remote, release: Release, say: Say) -> Published:
    plan = planner.plan(remote.state())
    if plan.tagged:
        return Published(plan=plan, commit=plan.head, new=False)
    commit, title = plan.head, f"{plan.tag}: {plan.headline}"
    if plan.add or plan.delete:
        say(f"sending {len(plan.add)} files, taking away {len(plan.delete)}, in one commit")
        files = {path: release.folder / path for path in plan.add}
        commit = remote.commit(plan.head, title, plan.notes, add=files, delete=plan.delete)
    say(f"tagging {plan.tag}")
    remote.tag(plan.tag, commit, title)
    return Published(plan=plan, commit=commit, new=True)


def _verify(remote: Remote, release: Release, tag: str) -> None:
    """Load the tag and compare it with what was sent.

    Raises:
        KhabarError: if anything differs.
    """
    back = Release(remote.download(tag), f"{remote.name}@{tag}")
    if (back.manifest.files, back.manifest.tables) != (
        release.manifest.files,
        release.manifest.tables,
    ):
        raise KhabarError(f"{back.name}: what came back has another manifest than what was sent")
    back.verify()
