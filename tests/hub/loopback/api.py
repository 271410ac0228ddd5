"""The JSON side of the hub: repositories, trees, commits and tags."""

import json
import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, unquote

from hub.loopback.repository import Commit, File, RefusedError, Repository, Tree, changed, folders
from hub.loopback.storage import Storage

_LARGE = 10 << 20
_BINARY = (".parquet", ".arrow", ".png", ".zst", ".gz", ".zip")


class Request:
    """What a client asks.

    Attributes:
        method: of HTTP.
        path: without the query, still quoted.
        query: the query's values.
        headers: by name in lower case.
        body: the bytes sent along.
    """

    def __init__(
        self, method: str, path: str, query: str, headers: dict[str, str], body: bytes
    ) -> None:
        self.method, self.path, self.headers, self.body = method, path, headers, body
        self.query = parse_qs(query)

    @property
    def json(self) -> Any:
        return json.loads(self.body or b"{}")

    def flag(self, name: str) -> bool:
        return self.query.get(name, ["false"])[0].lower() in ("true", "1")


class Api:
    """Answers everything under ``/api``; repositories by name."""

    def __init__(self, user: str, storage: Storage) -> None:
        self.user, self.storage = user, storage
        self.repositories: dict[str, Repository] = {}
        self.url = ""

    def repository(self, name: str) -> Repository:
        if name not in self.repositories:
            raise RefusedError(404, "Repository not found", "RepoNotFound")
        return self.repositories[name]

    def answer(self, request: Request) -> Any:
        """What is sent back as JSON."""
        simple: dict[str, Callable[[Request], Any]] = {
            "/api/whoami-v2": self._whoami,
            "/api/validate-yaml": lambda _: {"errors": [], "warnings": []},
            "/api/repos/create": self._create,
        }
        if request.path in simple:
            return simple[request.path](request)
        found = re.match(r"/api/datasets/([^/]+/[^/]+)(?:/([^/]+)(?:/(.*))?)?$", request.path)
        route = getattr(self, f"_{(found[2] or 'info').replace('-', '_')}", None) if found else None
        if found is None or route is None:
            raise RefusedError(404, f"there is nothing at {request.path}")
        return route(request, self.repository(found[1]), unquote(found[3] or ""))

    def _whoami(self, request: Request) -> Any:
        return {"type": "user", "name": self.user, "orgs": []}

    def _create(self, request: Request) -> Any:
        asked = request.json
        name = f"{asked.get('organization') or self.user}/{asked['name']}"
        told = {"url": f"{self.url}/datasets/{name}", "name": name, "id": name}
        if name in self.repositories:
            raise RefusedError(409, "You already created this dataset repo")
        if name.split("/")[0] != self.user:
            raise RefusedError(403, "You don't have the rights to create under this namespace")
        private = asked.get("private") or asked.get("visibility") == "private"
        self.repositories[name] = Repository(name, private=bool(private))
        return told

    def _info(self, request: Request, repository: Repository, revision: str) -> Any:
        oid = repository.resolve(revision or "main")
        commit = repository.commits[oid]
        files = [
            {"rfilename": path, "size": one.size, "blobId": one.oid}
            for path, one in sorted(commit.tree.items())
        ]
        return {
            "_id": repository.name,
            "id": repository.name,
            "author": repository.name.split("/")[0],
            "sha": oid,
            "lastModified": commit.date,
            "createdAt": commit.date,
            "private": repository.private,
            "gated": False,
            "disabled": False,
            "tags": [],
            "downloads": 0,
            "likes": 0,
            "siblings": files,
        }

    _revision = _info

    def _refs(self, request: Request, repository: Repository, _rest: str) -> Any:
        def told(kind: str, names: dict[str, str]) -> list[dict[str, str]]:
            return [
                {"name": name, "ref": f"refs/{kind}/{name}", "targetCommit": oid}
                for name, oid in names.items()
            ]

        return {
            "branches": told("heads", repository.branches),
            "tags": told("tags", repository.tags),
            "converts": [],
            "pullRequests": [],
        }

    def _commits(self, request: Request, repository: Repository, revision: str) -> Any:
        return [
            {
                "id": oid,
                "title": one.title,
                "message": one.description,
                "date": one.date,
                "authors": [{"user": self.user}],
            }
            for oid, one in repository.history(revision)
        ]

    def _tree(self, request: Request, repository: Repository, rest: str) -> Any:
        revision, _, base = rest.partition("/")
        tree, base = repository.tree(revision), base.strip("/")
        inside = f"{base}/" if base else ""
        if base and base not in folders(tree):
            raise RefusedError(404, f'{base} does not exist on "{revision}"', "EntryNotFound")
        entries = [_folder(one) for one in sorted(folders(tree)) if one != base]
        entries += [one.entry(path) for path, one in sorted(tree.items())]
        if request.flag("expand"):
            last = repository.commits[repository.resolve(revision)]
            entries = [one | {"lastCommit": _told(revision, last)} for one in entries]
        return [
            one
            for one in entries
            if one["path"].startswith(inside)
            and (request.flag("recursive") or "/" not in one["path"][len(inside) :])
        ]

    def _paths_info(self, request: Request, repository: Repository, revision: str) -> Any:
        form = "form" in request.headers.get("content-type", "")
        wanted = parse_qs(request.body.decode())["paths"] if form else request.json["paths"]
        tree = repository.tree(revision)
        known = folders(tree)
        paths = [one.strip("/") for one in wanted]
        return [
            tree[one].entry(one) if one in tree else _folder(one)
            for one in paths
            if one in tree or one in known
        ]

    def _preupload(self, request: Request, repository: Repository, revision: str) -> Any:
        tree = repository.tree(revision)
        return {"files": [_upload_mode(one, tree) for one in request.json["files"]]}

    def _xet_read_token(self, request: Request, repository: Repository, _revision: str) -> Any:
        if self.storage.xet is None:
            raise RefusedError(404, "this hub has no Xet store")
        soon = int(time.time()) + 3600
        return {"casUrl": f"local://{self.storage.xet}", "exp": soon, "accessToken": "none"}

    _xet_write_token = _xet_read_token

    def _commit(self, request: Request, repository: Repository, branch: str) -> Any:
        header, *operations = map(json.loads, request.body.splitlines())
        said = header["value"]
        head = repository.resolve(branch)
        if said.get("parentCommit") not in (None, head):
            raise RefusedError(412, "A commit has happened since. Please refresh and try again.")
        tree = changed(repository.tree(head), operations, self.storage.file)
        oid = repository.commit(tree, said["summary"], said.get("description", ""), branch)
        url = f"{self.url}/datasets/{repository.name}/commit/{oid}"
        return {"success": True, "commitOid": oid, "commitUrl": url, "hookOutput": ""}

    def _tag(self, request: Request, repository: Repository, revision: str) -> Any:
        asked = request.json
        repository.tag(asked["tag"], revision, asked.get("message", ""))
        return {}


def _told(oid: str, commit: Commit) -> dict[str, str]:
    return {"id": oid, "title": commit.title, "date": commit.date}


def _folder(path: str) -> dict[str, Any]:
    return {"type": "directory", "path": path, "oid": "0" * 40, "size": 0}


def _upload_mode(asked: dict[str, Any], tree: Tree) -> dict[str, Any]:
    path = asked["path"]
    large = asked["size"] >= _LARGE or path.endswith(_BINARY)
    there: File | None = tree.get(path)
    return {
        "path": path,
        "uploadMode": "lfs" if large else "regular",
        "shouldIgnore": False,
        "oid": (there.lfs or there.oid) if there else None,
    }
