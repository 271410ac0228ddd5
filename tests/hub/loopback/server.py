"""HTTP: who may do what, the store of large files, and files by their address."""

import contextlib
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import unquote, urlsplit

from hub.loopback.api import Api, Request
from hub.loopback.faults import Fault
from hub.loopback.repository import RefusedError, Repository
from hub.loopback.storage import Storage

_OPEN = re.compile("validate-yaml|paths-info")
_RESOLVE = re.compile(r"/datasets/([^/]+/[^/]+)/resolve/([^/]+)/(.+)$")
_RANGE = re.compile(r"bytes=(\d*)-(\d*)$")


class Answer:
    """What is sent back; `length` where it is not that of the data."""

    def __init__(
        self,
        status: int = 200,
        data: bytes = b"",
        headers: dict[str, str] | None = None,
        length: int | None = None,
    ) -> None:
        self.status, self.data, self.headers = status, data, headers or {}
        self.length = len(data) if length is None else length


class LoopbackHub:
    """A hub at an address of this machine, while the block lasts.

    Args:
        xet: folder for the Xet store; without it the hub speaks LFS only.
        part_size: large files are sent in parts of this size.

    Attributes:
        url: what ``HF_ENDPOINT`` is set to.
        token: may read and write; ``reader`` may read.
        log: what was asked and answered, as (``METHOD /path``, status).
        faults: what shall go wrong.
    """

    user = "tester"
    token = "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"
    reader = "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"

    def __init__(self, xet: Path | None = None, part_size: int | None = None) -> None:
        self.storage = Storage(xet, part_size)
        self.api = Api(self.user, self.storage)
        self.log: list[tuple[str, int]] = []
        self.faults: list[Fault] = []
        self.lock = threading.RLock()
        handler = type("Handler", (_Handler,), {"hub": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self.url = self.api.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "LoopbackHub":
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def create(self, name: str, *, private: bool = False) -> Repository:
        """A new repository."""
        self.api.repositories[name] = Repository(name, private=private)
        return self.api.repositories[name]

    def __getitem__(self, name: str) -> Repository:
        return self.api.repositories[name]

    def fail(self, pattern: str, **how: Any) -> None:
        """Let something go wrong; see `Fault`."""
        self.faults.append(Fault(pattern, **how))

    def content(self, name: str, revision: str = "main") -> dict[str, bytes]:
        """All files of a repository."""
        tree = self[name].tree(revision)
        return {path: self.storage.read(file) for path, file in tree.items()}

    def environment(self, home: Path) -> dict[str, str]:
        """The variables of a client that knows no other hub, with a cache of its own."""
        return {
            "HF_ENDPOINT": self.url,
            "HF_TOKEN": self.token,
            "HF_HOME": str(home),
            "HF_HUB_DISABLE_TELEMETRY": "1",
            "HF_UPDATE_DOWNLOAD_COUNTS": "0",
            "HF_HUB_DISABLE_PROGRESS_BARS": "1",
            "HF_DATASETS_DISABLE_PROGRESS_BARS": "1",
            **({} if self.storage.xet else {"HF_HUB_DISABLE_XET": "1"}),
        }

    def answer(self, request: Request) -> Answer:
        """Answer a request as the hub does when all is well."""
        self._authorize(request)
        if request.path.endswith("/info/lfs/objects/batch"):
            return _json(self._batch(request.json))
        if request.path.startswith("/lfs/"):
            return self._stored(request)
        if found := _RESOLVE.match(request.path):
            return self._resolve(request, found[1], unquote(found[2]), unquote(found[3]))
        with self.lock:
            told = self.api.answer(request)
        return _json(told, _xet_headers(told) if "-token/" in request.path else {})

    def _authorize(self, request: Request) -> None:
        """As the hub does: what one may not see is not there."""
        said = request.headers.get("authorization", "").removeprefix("Bearer ")
        if said not in ("", self.token, self.reader):
            raise RefusedError(401, "Invalid credentials in Authorization header")
        writes = request.method != "GET" and request.path.startswith("/api")
        if writes and not _OPEN.search(request.path) and said != self.token:
            status = 403 if said else 401
            raise RefusedError(status, "you must use a write token to upload to a repository.")
        found = re.match(r"(?:/api)?/datasets/([^/]+/[^/]+)", request.path)
        hidden = found and self.api.repositories.get(found[1].removesuffix(".git"))
        if found and not said and (hidden is None or hidden.private):
            raise RefusedError(401, "Invalid username or password.", "RepoNotFound")

    def _batch(self, asked: Any) -> Any:
        multipart = "multipart" in asked.get("transfers", [])
        objects = [self._upload(one, multipart=multipart) for one in asked["objects"]]
        return {"transfer": "basic", "objects": objects}

    def _upload(self, one: dict[str, Any], *, multipart: bool) -> dict[str, Any]:
        oid, size = one["oid"], one["size"]
        if oid in self.storage.objects:
            return {"oid": oid, "size": size}
        place, part = f"{self.url}/lfs/{oid}", self.storage.part_size
        upload: dict[str, Any] = {"href": place}
        if multipart and part and size > part:
            parts = {f"{n + 1:05d}": f"{place}/part/{n + 1}" for n in range(-(-size // part))}
            upload = {"href": f"{place}/complete", "header": {"chunk_size": str(part), **parts}}
        actions = {"upload": upload, "verify": {"href": f"{place}/verify"}}
        return {"oid": oid, "size": size, "actions": actions}

    def _stored(self, request: Request) -> Answer:
        _, _, oid, *rest = request.path.split("/")
        match rest:
            case ["verify"]:
                return Answer(200 if oid in self.storage.objects else 404, b"{}")
            case ["part", number]:
                self.storage.put_part(oid, int(number), request.body)
                return Answer(headers={"ETag": f'"{number}"'})
            case ["complete"]:
                self.storage.complete(oid)
            case _:
                self.storage.put(oid, request.body)
        return Answer(data=b"{}")

    def _resolve(self, request: Request, name: str, revision: str, path: str) -> Answer:
        repository = self.api.repository(name)
        oid = repository.resolve(revision)
        file = repository.commits[oid].tree.get(path)
        headers = {"X-Repo-Commit": oid}
        if file is None:
            return _refusal(RefusedError(404, "Entry not found", "EntryNotFound"), headers)
        headers |= {"ETag": f'"{file.lfs or file.oid}"', "Accept-Ranges": "bytes"}
        if file.lfs:
            headers |= {"X-Linked-Size": str(file.size), "X-Linked-Etag": f'"{file.lfs}"'}
        if file.xet:
            route = f"{self.url}/api/datasets/{name}/xet-read-token/{oid}"
            headers |= {"X-Xet-Hash": file.xet, "X-Xet-Refresh-Route": route}
        if request.method == "HEAD":
            return Answer(headers=headers, length=file.size)
        return _part(self.storage.read(file), request.headers.get("range", ""), headers)


def _json(told: Any, headers: dict[str, str] | None = None) -> Answer:
    kind = {"Content-Type": "application/json"}
    return Answer(data=json.dumps(told).encode(), headers=kind | (headers or {}))


def _refusal(error: RefusedError, headers: dict[str, str] | None = None) -> Answer:
    headers = (headers or {}) | {"X-Error-Message": error.message}
    headers |= {"Content-Type": "application/json"}
    headers |= {"X-Error-Code": error.code} if error.code else {}
    return Answer(error.status, json.dumps({"error": error.message}).encode(), headers)


def _xet_headers(told: dict[str, Any]) -> dict[str, str]:
    return {
        "X-Xet-Cas-Url": told["casUrl"],
        "X-Xet-Access-Token": told["accessToken"],
        "X-Xet-Token-Expiration": str(told["exp"]),
    }


def _part(data: bytes, asked: str, headers: dict[str, str]) -> Answer:
    """The stretch of a file that was asked for."""
    found = _RANGE.match(asked)
    if not found:
        return Answer(200, data, headers)
    size = len(data)
    first, last = found[1], found[2]
    start = int(first) if first else size - int(last)
    end = min(int(last or size - 1), size - 1) if first else size - 1
    if start > end:
        return Answer(416, b"", {"Content-Range": f"bytes */{size}"})
    within = {"Content-Range": f"bytes {start}-{end}/{size}"}
    return Answer(206, data[start : end + 1], headers | within)


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    hub: LoopbackHub

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base's name
        """Keep quiet."""

    def _handle(self) -> None:
        request, hub = self._request(), self.hub
        told = f"{request.method} {unquote(request.path)}"
        with hub.lock:
            fault = next((one for one in hub.faults if one.strikes(told)), Fault(""))
        time.sleep(fault.wait)
        if fault.meanwhile:
            fault.meanwhile()
        if fault.lost == "before":
            self._break_off(told)
            return
        answer = self._answer(request, fault)
        if fault.lost == "after":
            self._break_off(told)
            return
        hub.log.append((told, answer.status))
        self._send(answer)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _handle  # noqa: N815 - the base's names

    def _answer(self, request: Request, fault: Fault) -> Answer:
        if fault.status:
            return _refusal(RefusedError(fault.status, "made to fail"))
        try:
            return self.hub.answer(request)
        except RefusedError as error:
            return _refusal(error)

    def _request(self) -> Request:
        url = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Request(self.command, url.path, url.query, headers, self._body())

    def _body(self) -> bytes:
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def _break_off(self, told: str) -> None:
        self.hub.log.append((told, 0))
        self.close_connection = True

    def _send(self, answer: Answer) -> None:
        with contextlib.suppress(ConnectionError):
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(answer.length))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(answer.data)
