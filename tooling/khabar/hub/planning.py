"""What a release would change on the hub, decided from what the hub has at the moment."""

import hashlib
import re
from pathlib import Path

import msgspec
from msgspec import Struct

from khabar.hub.client import Remote, RemoteFile, State
from khabar.hub.gate import Verdict, judge
from khabar.hub.manifest import MANIFEST, read_manifest
from khabar.hub.notes import headline, notes
from khabar.hub.release import Release
from khabar.hub.version import FIRST, Version, last_version, parse_version, raised, shown, tag_of
from khabar.problem import KhabarError

COMPARED = (MANIFEST, "README.md", "schema/*", "data/articles/*")
"""What the gate needs of the last release."""


class Plan(Struct, frozen=True, kw_only=True):
    """What would be done, seen from what the hub has.

    Attributes:
        repository: its name.
        url: where it is for people.
        exists: whether it is there.
        head: the last commit, "" where there is no repository yet.
        last: tag of the last release, None before the first.
        tag: of this release.
        headline: what it is, in a phrase.
        notes: its notes, in Markdown.
        add: paths of the files to send.
        delete: paths of the files to take away.
        same: paths of the files that are there already.
        kept: paths of files that no release has to do with; they stay.
        tagged: whether the tag is there already.
    """

    repository: str
    url: str
    exists: bool
    head: str
    last: str | None
    tag: str
    headline: str
    notes: str
    add: tuple[str, ...] = ()
    delete: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    tagged: bool = False


def first(remote: Remote, release: Release) -> Plan:
    """The plan for a repository that is not there yet."""
    version = _stated(release) or FIRST
    return Plan(
        repository=remote.name,
        url=remote.url,
        exists=False,
        head="",
        last=None,
        tag=tag_of(version),
        headline=headline(None, release.manifest),
        notes=notes(tag_of(version), None, None, release.manifest),
        add=release.files,
    )


class Planner:
    """Decides what is to be done; comparing with a release once is enough."""

    def __init__(self, remote: Remote, release: Release, *, overwrite: bool) -> None:
        self._remote = remote
        self._release = release
        self._overwrite = overwrite
        self._verdicts: dict[str, Verdict] = {}

    def plan(self, state: State) -> Plan:
        """What is to be done, seen from what the hub has.

        Raises:
            KhabarError: if the gate refuses, or a file would be overwritten.
        """
        last = last_version(state.tags)
        verdict = None if last is None else self._verdict(tag_of(last), state)
        version = _next(last, verdict, _stated(self._release))
        tag = tag_of(version)
        before = None if last is None else tag_of(last)
        about = self._release.manifest
        if verdict is not None and verdict.level == "none":
            return self._done(state, tag, headline(verdict, about))
        plan = Plan(
            repository=self._remote.name,
            url=self._remote.url,
            exists=True,
            head=state.head,
            last=before,
            tag=tag,
            headline=headline(verdict, about),
            notes=notes(tag, before, verdict, about),
        )
        plan = self._with_files(plan, state)
        self._refuse_others(plan, state)
        return plan

    def _done(self, state: State, tag: str, said: str) -> Plan:
        """The plan for a release that is out already."""
        return Plan(
            repository=self._remote.name,
            url=self._remote.url,
            exists=True,
            head=state.tags[tag],
            last=tag,
            tag=tag,
            headline=said,
            notes="",
            same=self._release.files,
            tagged=True,
        )

    def _verdict(self, tag: str, state: State) -> Verdict:
        commit = state.tags[tag]
        if commit not in self._verdicts:
            self._remote.refuse_foreign(tag)
            folder = self._remote.download(commit, COMPARED)
            before = Release(folder, f"{self._remote.name}@{tag}")
            self._verdicts[commit] = judge(before, self._release)
        return self._verdicts[commit]

    def _with_files(self, plan: Plan, state: State) -> Plan:
        """The plan with what to send, take away and leave."""
        ours = self._release.files
        same = tuple(path for path in ours if self._is(path, state.files.get(path)))
        released = self._released(state)
        others = sorted(state.files.keys() - set(ours))
        delete = tuple(path for path in others if path in released or path.startswith("data/"))
        return msgspec.structs.replace(
            plan,
            add=tuple(sorted(set(ours) - set(same))),
            same=same,
            delete=delete,
            kept=tuple(sorted(set(others) - set(delete) - {".gitattributes"})),
        )

    def _is(self, path: str, there: RemoteFile | None) -> bool:
        """Whether the hub has our file at a path."""
        if there is None:
            return False
        if there.sha256 is not None:
            return there.sha256 == self._sha256(path)
        return there.oid == _git_oid(self._release.folder / path)

    def _sha256(self, path: str) -> str:
        known = self._release.manifest.files.get(path)
        return known or _sha256(self._release.folder / path)

    def _released(self, state: State) -> dict[str, str]:
        """The files of the release that is on main, with their SHA-256."""
        if MANIFEST not in state.files:
            return {}
        folder = self._remote.download(state.head, [MANIFEST])
        manifest = read_manifest(folder)
        return {} if manifest is None else {**manifest.files, MANIFEST: ""}

    def _refuse_others(self, plan: Plan, state: State) -> None:
        """Overwrite nothing on main but what a release of ours put there.

        Raises:
            KhabarError: naming the first file that others changed.
        """
        touched = [path for path in (*plan.add, *plan.delete) if path in state.files]
        if self._overwrite or not touched:
            return
        released = self._released(state)
        small = [one for one in touched if state.files[one].sha256 is None and one != MANIFEST]
        folder = self._remote.download(state.head, small) if small else Path()
        for path in touched:
            found = state.files[path].sha256 or (_sha256(folder / path) if path in small else "")
            if path not in released or released[path] not in ("", found):
                raise KhabarError(
                    f"{path} on {plan.repository} was written by other hands than a release "
                    f"(see {plan.url}/commits/main); take over what is worth keeping, then "
                    "publish with --overwrite"
                )


def _next(last: Version | None, verdict: Verdict | None, stated: Version | None) -> Version:
    """The version of the release.

    Raises:
        KhabarError: if the dataset states one that is too low for what changed.
    """
    if last is None or verdict is None:
        return stated or FIRST
    if verdict.level == "none":
        return last
    least = raised(last, verdict.level)
    if stated is None:
        return least
    if stated < least:
        why = verdict.reasons[0]
        raise KhabarError(
            f"version {shown(stated)} is too low after {tag_of(last)}: {why.said} "
            f"({why.names[0]} first) asks for {shown(least)} ({why.level}); write that into the "
            'corpus\'s metadata.json as "version" and build again'
        )
    return stated


_STATED = re.compile(r"""^version: *["']?([^"'\s]+)["']?\s*$""", re.MULTILINE)


def _stated(release: Release) -> Version | None:
    """The version that the dataset says it has, in the file that tells how to cite it."""
    path = release.folder / "CITATION.cff"
    found = _STATED.search(path.read_text(encoding="utf-8")) if path.is_file() else None
    return parse_version(found[1]) if found else None


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _git_oid(path: Path) -> str:
    """Git's name for a file's content."""
    data = path.read_bytes()
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
