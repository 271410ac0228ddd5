"""Any Label Studio by address and key: its projects and tasks, as plain data.

The key is kept out of messages and reprs.
"""

import json
import os
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from khabar.problem import KhabarError
from khabar.studio.server import HOME, running
from khabar.studio.wire import RefusedError, Wire

URL_VARIABLE = "LABEL_STUDIO_URL"
KEY_VARIABLE = "LABEL_STUDIO_API_KEY"
PAGE = 100
"""Tasks asked for at a time when they are listed: annotated ones take some 60 kB each."""

_TASK = "id,data,meta,total_annotations,cancelled_annotations,total_predictions"
_ANNOTATION = (
    "result,completed_by,was_cancelled,ground_truth,lead_time,updated_at,parent_prediction"
)
_WHOLE = f"{_TASK},annotations,predictions,drafts,{_ANNOTATION}"
"""What is asked for of a task goes for what hangs on it, too."""

Json = dict[str, Any]


class Project(Struct, frozen=True, kw_only=True):
    """A project on the server.

    Attributes:
        id: the server's number.
        title: its name.
        config: its labelling configuration, XML.
        tasks: how many tasks it has.
        shows: the version of predictions that annotators get as a start: "" for the first that is
            imported, None for none at all.
    """

    id: int
    title: str
    config: str
    tasks: int
    shows: str | None = None


class Task(Struct, frozen=True, kw_only=True):
    """A task on the server.

    Attributes:
        id: the server's number.
        data: what was imported.
        meta: what was imported beside it; the page does not show it.
        annotations: with ``result`` and ``completed_by``; empty unless asked for.
        predictions: empty unless asked for.
        drafts: what annotators have begun and not submitted; empty unless asked for.
        total_annotations: how many annotations count (not skipped ones).
        cancelled: how many times the task was skipped.
        total_predictions: how many predictions it has.
    """

    id: int
    data: Json
    meta: Json
    annotations: Sequence[Json] = ()
    predictions: Sequence[Json] = ()
    drafts: Sequence[Json] = ()
    total_annotations: int = 0
    cancelled: int = 0
    total_predictions: int = 0


class _Sent(Struct, kw_only=True):
    """A task as the server sends it: nulls where there is nothing."""

    id: int
    data: Json
    meta: Json | None = None
    annotations: list[Json] | None = None
    predictions: list[Json] | None = None
    drafts: list[Json] | None = None
    total_annotations: int | None = None
    cancelled_annotations: int | None = None
    total_predictions: int | None = None


class _Page(Struct):
    tasks: list[_Sent]


class Client:
    """A connection to one Label Studio.

    What can be asked twice is asked again while the server fails; an import is not.

    Args:
        url: the server's address, ``https://...``.
        key: a legacy token or a personal access token.
        timeout: seconds to wait for one answer.

    Raises:
        KhabarError: if the address or the key cannot be one.
        MissingExtraError: if the SDK is not installed.
    """

    def __init__(self, url: str, key: str, timeout: float = 300.0) -> None:
        self.wire = Wire(url, key, timeout)
        self.url = self.wire.url
        self._sdk = self.wire.sdk

    def __repr__(self) -> str:
        """The address, never the key."""
        return f"Client({self.url!r})"

    def whoami(self) -> str:
        """The e-mail of the key's owner: the cheapest proof that address and key are right.

        Raises:
            KhabarError: if they are not.
        """
        return self.wire.patiently(self._whoami)

    def _whoami(self) -> str:
        with self.wire.translated():
            return str(self._sdk.users.whoami().email)

    def users(self) -> dict[int, str]:
        """The e-mails of the server's users by number; empty when the key may not see them.

        Raises:
            KhabarError: if the server does not answer.
        """
        try:
            return self.wire.patiently(self._users)
        except RefusedError as error:
            if error.status == HTTPStatus.FORBIDDEN:
                return {}
            raise

    def _users(self) -> dict[int, str]:
        with self.wire.translated():
            return {int(one.id): str(one.email) for one in self._sdk.users.list()}

    def projects(self) -> list[Project]:
        """All projects that the key may see.

        Raises:
            KhabarError: if the server does not answer or refuses.
        """
        return self.wire.patiently(self._projects)

    def _projects(self) -> list[Project]:
        with self.wire.translated():
            return [_project(one) for one in self._sdk.projects.list(page_size=PAGE)]

    def project(self, name: str) -> Project:
        """A project by its title or number.

        Raises:
            KhabarError: if there is none, or several of that title.
        """
        known = self.projects()
        found = [one for one in known if one.title == name]
        if not found and name.isdecimal():
            found = [one for one in known if one.id == int(name)]
        if not found:
            titles = ", ".join(sorted(repr(one.title) for one in known)) or "none at all"
            raise KhabarError(f"{self.url} has no project {name!r}; it has {titles}")
        if len(found) > 1:
            numbers = ", ".join(str(one.id) for one in found)
            raise KhabarError(
                f"{self.url} has several projects {name!r}; name one by number: {numbers}"
            )
        return found[0]

    def create(self, title: str, config: str) -> Project:
        """Make a project that shows predictions to annotators as a start.

        Raises:
            KhabarError: if the server refuses the title or the configuration.
        """
        with self.wire.translated():
            made = self._sdk.projects.create(
                title=title, label_config=config, show_collab_predictions=True
            )
        return Project(id=int(made.id), title=title, config=config, tasks=0, shows="")

    def configure(self, project: Project, config: str) -> None:
        """Give a project another labelling configuration.

        The server refuses nothing but broken XML: compare first.

        Raises:
            KhabarError: if the server refuses.
        """
        with self.wire.translated():
            self._sdk.projects.update(id=project.id, label_config=config)

    def tasks(self, project: Project, *, whole: bool = False, after: int = 0) -> Iterator[Task]:
        """The project's tasks by their numbers, some at a time.

        Each request asks for the tasks after the last one seen, so that none is missed or seen
        twice when others come and go meanwhile.

        Args:
            project: the project.
            whole: also annotations, predictions and drafts, which takes several times as long.
            after: only tasks with higher numbers than this.

        Raises:
            KhabarError: if the server does not answer or cannot read its own tasks.
        """
        while page := self._page(project, after, whole=whole):
            yield from page
            after = page[-1].id

    def _page(self, project: Project, after: int, *, whole: bool) -> list[Task]:
        later = {"filter": "filter:tasks:id", "operator": "greater", "type": "Number"}
        query = {
            "filters": {"conjunction": "and", "items": [{**later, "value": after}]},
            "ordering": ["tasks:id"],
        }
        params = {
            "project": project.id,
            "page_size": PAGE,
            "fields": "all" if whole else "task_only",
            "include": _WHOLE if whole else _TASK,
            "query": json.dumps(query),
        }
        answer = self.wire.patiently(lambda: self.wire.ask("GET", "api/tasks", params))
        found = [_task(one) for one in self._read(answer, _Page).tasks]
        if any(one.id <= after for one in found):
            raise KhabarError(f"{self.url} does not list the tasks that it was asked for")
        return found

    def task(self, number: int) -> Task:
        """One task with all that hangs on it.

        Raises:
            KhabarError: if there is none.
        """
        answer = self.wire.patiently(lambda: self.wire.ask("GET", f"api/tasks/{number}/"))
        return _task(self._read(answer, _Sent))

    def _read(self, answer: bytes, kind: type[Any]) -> Any:  # noqa: ANN401
        try:
            return msgspec.json.decode(answer, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise KhabarError(f"{self.url} answers as no Label Studio does: {error}") from error

    def send(self, project: Project, tasks: Sequence[Json | msgspec.Raw]) -> None:
        """Import tasks in one call, once.

        Raises:
            TransientError: if the server fails; some or all may be stored all the same.
            KhabarError: if the server refuses.
        """
        self.wire.ask(
            "POST", f"api/projects/{project.id}/import", content=msgspec.json.encode(list(tasks))
        )

    def update(self, number: int, data: Json, meta: Json) -> None:
        """Give a task other data.

        Raises:
            KhabarError: if the server refuses.
        """
        content = msgspec.json.encode({"data": data, "meta": meta})
        self.wire.patiently(lambda: self.wire.ask("PATCH", f"api/tasks/{number}/", content=content))

    def predict(self, number: int, prediction: Json) -> None:
        """Give a task a prediction.

        Raises:
            TransientError: if the server fails; it may be stored all the same.
            KhabarError: if the server refuses.
        """
        content = msgspec.json.encode({**prediction, "task": number})
        self.wire.ask("POST", "api/predictions/", content=content)

    def annotate(
        self, number: int, results: Sequence[Json], instead_of: int | None = None, **fields: object
    ) -> None:
        """Give a task an annotation of the key's owner, or another result to an old one.

        Args:
            number: of the task.
            results: what it says.
            instead_of: the number of the old annotation.
            fields: others of the annotation, as ``ground_truth``.

        Raises:
            TransientError: if the server fails; it may be stored all the same.
            KhabarError: if the server refuses.
        """
        content = msgspec.json.encode({"result": list(results), **fields})
        if instead_of is None:
            self.wire.ask("POST", f"api/tasks/{number}/annotations/", content=content)
        else:
            self.wire.ask("PATCH", f"api/annotations/{instead_of}/", content=content)

    def remove(self, number: int) -> None:
        """Delete a task with its annotations.

        Raises:
            KhabarError: if the server refuses.
        """
        self._delete(f"api/tasks/{number}/")

    def remove_prediction(self, number: int) -> None:
        """Delete a prediction.

        Raises:
            KhabarError: if the server refuses.
        """
        self._delete(f"api/predictions/{number}/")

    def _delete(self, path: str) -> None:
        """Delete what may be gone already: an earlier try can have done it and not said so."""
        try:
            self.wire.patiently(lambda: self.wire.ask("DELETE", path))
        except RefusedError as error:
            if error.status != HTTPStatus.NOT_FOUND:
                raise


def connect(url: str | None = None, key_file: Path | None = None, home: Path = HOME) -> Client:
    """A client from what the user gave, the environment, or the local server, in this order.

    The key of the local server goes to no other address, and a key of the environment to no
    address but the one given with it.

    Args:
        url: address; else ``LABEL_STUDIO_URL``, else the running local server.
        key_file: file that holds the key; else ``LABEL_STUDIO_API_KEY``.
        home: folder of the local server.

    Raises:
        KhabarError: if there is no server or no key to be had, or the key file is unreadable.
    """
    local = running(home)
    address = url or os.environ.get(URL_VARIABLE) or (local.url if local else None)
    if address is None:
        raise KhabarError(
            f"which Label Studio? Give --url, set {URL_VARIABLE}, or start one: khabar studio up"
        )
    if key_file is not None:
        return Client(address, _read_key(key_file))
    if local is not None and address.rstrip("/") == local.url:
        return Client(address, local.token)
    key = os.environ.get(KEY_VARIABLE, "").strip()
    if not key:
        raise KhabarError(f"no key for {address}: set {KEY_VARIABLE} or give --key-file")
    return Client(address, key)


def _read_key(path: Path) -> str:
    try:
        key = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise KhabarError(f"{path}: the key cannot be read: {error}") from error
    if not key or any(character.isspace() for character in key):
        raise KhabarError(f"{path}: a key file holds one key and nothing else")
    return key


def _project(one: Any) -> Project:  # noqa: ANN401
    return Project(
        id=int(one.id),
        title=str(one.title),
        config=str(one.label_config or ""),
        tasks=int(one.task_number or 0),
        shows=str(one.model_version or "") if one.show_collab_predictions else None,
    )


def _task(one: _Sent) -> Task:
    return Task(
        id=one.id,
        data=one.data,
        meta=one.meta or {},
        annotations=one.annotations or (),
        predictions=one.predictions or (),
        drafts=one.drafts or (),
        total_annotations=one.total_annotations or 0,
        cancelled=one.cancelled_annotations or 0,
        total_predictions=one.total_predictions or 0,
    )
