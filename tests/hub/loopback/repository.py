"""Commits, branches and tags of one dataset repository; no HTTP."""

import base64
import hashlib
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any


class RefusedError(Exception):
    """The hub says no.

    Args:
        status: of HTTP.
        message: what a person reads.
        code: what the client reads, in ``X-Error-Code``.
    """

    def __init__(self, status: int, message: str, code: str = "") -> None:
        super().__init__(message)
        self.status, self.message, self.code = status, message, code


def blob_oid(data: bytes) -> str:
    """The name that git gives to a file's content."""
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()


def pointer(oid: str, size: int) -> bytes:
    """What git keeps in the place of a large file."""
    return f"version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize {size}\n".encode()


@dataclass(frozen=True)
class File:
    """One file of a commit.

    Attributes:
        oid: of the content, or of its pointer.
        size: of the content in bytes.
        data: the content, where git itself keeps it.
        lfs: SHA-256 of the content, where a store keeps it.
        xet: what the Xet store calls it.
    """

    oid: str
    size: int
    data: bytes | None = None
    lfs: str | None = None
    xet: str | None = None

    @classmethod
    def regular(cls, data: bytes) -> "File":
        return cls(oid=blob_oid(data), size=len(data), data=data)

    @classmethod
    def large(cls, lfs: str, size: int, xet: str | None) -> "File":
        return cls(oid=blob_oid(pointer(lfs, size)), size=size, lfs=lfs, xet=xet)

    def entry(self, path: str) -> dict[str, Any]:
        """As listings have it."""
        told: dict[str, Any] = {
            "type": "file",
            "path": path,
            "oid": self.oid,
            "size": self.size,
        }
        if self.lfs:
            size = len(pointer(self.lfs, self.size))
            told["lfs"] = {"oid": self.lfs, "size": self.size, "pointerSize": size}
        if self.xet:
            told["xetHash"] = self.xet
        return told


Tree = dict[str, File]


@dataclass(frozen=True)
class Commit:
    """One state of the repository."""

    tree: Tree
    title: str
    description: str
    parent: str | None
    date: str = field(default_factory=lambda: time.strftime("%Y-%m-%dT%H:%M:%S.000Z"))


class Repository:
    """A dataset repository with one first commit, as the hub makes it."""

    def __init__(self, name: str, *, private: bool = False) -> None:
        self.name, self.private = name, private
        self.commits: dict[str, Commit] = {}
        self.branches: dict[str, str] = {}
        self.tags: dict[str, str] = {}
        self.messages: dict[str, str] = {}
        self.commit({".gitattributes": File.regular(b"*.parquet filter=lfs\n")}, "initial commit")

    def commit(self, tree: Tree, title: str, description: str = "", branch: str = "main") -> str:
        """Put a new state at the end of a branch."""
        parent = self.branches.get(branch)
        said = [sorted((path, one.oid) for path, one in tree.items()), title, parent]
        oid = hashlib.sha1(json.dumps([*said, len(self.commits)]).encode()).hexdigest()
        self.commits[oid] = Commit(tree, title, description, parent)
        self.branches[branch] = oid
        return oid

    def edit(self, title: str, **files: bytes | None) -> str:
        """What a person does in the browser: write files, or delete those that are None."""
        tree = dict(self.tree("main"))
        for path, data in files.items():
            if data is None:
                del tree[path]
            else:
                tree[path] = File.regular(data)
        return self.commit(tree, title)

    def copy(self, name: str) -> "Repository":
        """A repository of another name with the same past."""
        other = Repository(name, private=self.private)
        other.commits, other.branches = dict(self.commits), dict(self.branches)
        other.tags, other.messages = dict(self.tags), dict(self.messages)
        return other

    def resolve(self, revision: str) -> str:
        """The commit that a branch, a tag or itself names."""
        name = revision.removeprefix("refs/heads/").removeprefix("refs/tags/")
        oid = self.branches.get(name) or self.tags.get(name) or name
        if oid not in self.commits:
            raise RefusedError(404, f"Invalid rev id: {revision}", "RevisionNotFound")
        return oid

    def tree(self, revision: str) -> Tree:
        return self.commits[self.resolve(revision)].tree

    def tag(self, name: str, revision: str, message: str = "") -> None:
        oid = self.resolve(revision)
        if name in self.tags:
            raise RefusedError(409, f"Tag reference exists already: {name}")
        self.tags[name], self.messages[name] = oid, message

    def history(self, revision: str) -> Iterable[tuple[str, Commit]]:
        oid: str | None = self.resolve(revision)
        while oid is not None:
            yield oid, self.commits[oid]
            oid = self.commits[oid].parent


def folders(tree: Tree) -> set[str]:
    """Every folder that a file of the tree is in."""
    parts = (path.split("/") for path in tree)
    return {"/".join(one[:depth]) for one in parts for depth in range(1, len(one))}


Large = Callable[[str, int | None], File]
"""Finds the large file that was stored under a SHA-256."""


def changed(tree: Tree, operations: Iterable[dict[str, Any]], large: Large) -> Tree:
    """The tree after the operations of a commit; all of them or none."""
    new = dict(tree)
    for one in operations:
        value = one["value"]
        path = value.get("path", "")
        match one["key"]:
            case "file":
                new[path] = File.regular(base64.b64decode(value["content"]))
            case "lfsFile":
                new[path] = large(value["oid"], value.get("size"))
            case "deletedFile":
                if new.pop(path, None) is None:
                    raise RefusedError(404, f"{path} does not exist", "EntryNotFound")
            case "deletedFolder":
                inside = path.rstrip("/") + "/"
                new = {name: file for name, file in new.items() if not name.startswith(inside)}
    return new
