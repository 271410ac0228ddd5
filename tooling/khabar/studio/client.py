"""Any Label Studio by address and key: its projects and tasks, as plain data.

The key is kept out of messages and reprs.
"""

import json
import os
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import TypeVar

import msgspec

from khabar.formats.label_studio import Carried
from khabar.problem import KhabarError
from khabar.studio.answers import (
    Json,
    MarkPage,
    Page,
    Project,
    Sent,
    SentProject,
    SentProjects,
    Task,
    User,
    WorkPage,
    marked_of,
    project_of,
    task_of,
    work_of,
)
from khabar.studio.server import HOME, running
from khabar.studio.wire import RefusedError, Wire

URL_VARIABLE = "LABEL_STUDIO_URL"
KEY_VARIABLE = "LABEL_STUDIO_API_KEY"
PAGE = 100
"""Tasks asked for at a time when they are listed: annotated ones take some 60 kB each."""

_MARK = "id,meta,total_annotations,cancelled_annotations,total_predictions"
_TASK = f"{_MARK},data"
_ANNOTATION = (
    "result,completed_by,was_cancelled,ground_truth,lead_time,updated_at,parent_prediction"
)
_WHOLE = f"{_TASK},annotations,predictions,drafts,{_ANNOTATION}"
"""What is asked for of a task goes for what hangs on it, too."""
_WORK = f"id,data,meta,annotations,drafts,{_ANNOTATION}"

_T = TypeVar("_T")
_P = TypeVar("_P", Page, MarkPage, WorkPage)


class Client:
    """A connection to one Label Studio.

    What can be asked twice is asked again while the server fails; an import is not.

    Args:
        url: the server's address, ``https://...``.
        key: a legacy token or a personal access token.
        timeout: seconds to wait for one answer.

    Raises:
        KhabarError: if the address or the key cannot be one.
        MissingExtraError: if urllib3 is not installed.
    """

    def __init__(self, url: str, key: str, timeout: float = 300.0) -> None:
        self.wire = Wire(url, key, timeout)
        self.url = self.wire.url

    def __repr__(self) -> str:
        """The address, never the key."""
        return f"Client({self.url!r})"

    def whoami(self) -> str:
        """The e-mail of the key's owner: the cheapest proof that address and key are right.

        Raises:
            KhabarError: if they are not.
        """
        return self._get("api/current-user/whoami", User).email

    def _get(self, path: str, kind: type[_T], params: Json | None = None) -> _T:
        answer = self.wire.patiently(lambda: self.wire.ask("GET", path, params))
        return self.wire.read(answer, kind)

    def users(self) -> dict[int, str]:
        """The e-mails of the server's users by number; empty when the key may not see them.

        Raises:
            KhabarError: if the server does not answer.
        """
        try:
            return {one.id: one.email for one in self._get("api/users/", list[User])}
        except RefusedError as error:
            if error.status == HTTPStatus.FORBIDDEN:
                return {}
            raise

    def projects(self) -> list[Project]:
        """All projects that the key may see.

        Raises:
            KhabarError: if the server does not answer or refuses.
        """
        found: list[Project] = []
        page: SentProjects | None = None
        while page is None or page.next:
            number = len(found) // PAGE + 1
            page = self._get("api/projects/", SentProjects, {"page": number, "page_size": PAGE})
            found += map(project_of, page.results)
        return found

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

    def create(self, title: str, config: str, instructions: str = "") -> Project:
        """Make a project that shows predictions to annotators as a start.

        Args:
            title: its name.
            config: its labelling configuration, XML.
            instructions: what its button "Instructions" shows, HTML; without it there is none.

        Raises:
            KhabarError: if the server refuses the title or the configuration.
        """
        wanted = {
            "title": title,
            "label_config": config,
            "show_collab_predictions": True,
            "expert_instruction": instructions,
            "show_instruction": False,  # not in everybody's way each time: there is the button
        }
        answer = self.wire.ask("POST", "api/projects/", content=msgspec.json.encode(wanted))
        return project_of(self.wire.read(answer, SentProject))

    def configure(self, project: Project, **settings: object) -> None:
        """Give a project other settings, as ``label_config`` or ``expert_instruction``.

        The server refuses nothing but broken XML: compare first.

        Raises:
            KhabarError: if the server refuses.
        """
        content = msgspec.json.encode(settings)
        path = f"api/projects/{project.id}/"
        self.wire.patiently(lambda: self.wire.ask("PATCH", path, content=content))

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
        for page in self._pages(project, _WHOLE if whole else _TASK, Page, after):
            yield from map(task_of, page.tasks)

    def marks(self, project: Project, after: int) -> Iterator[Task]:
        """As `tasks`, with what khabar wrote beside them and without their data.

        Raises:
            KhabarError: if the server does not answer or cannot read its own tasks.
        """
        for page in self._pages(project, _MARK, MarkPage, after):
            yield from map(marked_of, page.tasks)

    def submitted(self, project: Project) -> Iterator[Task]:
        """As `tasks`, with what people made of them; without predictions.

        The results of annotations, and in the data the article, are left as they came:
        `msgspec.Raw`. The rest of the data is not read.

        Raises:
            KhabarError: if the server does not answer or cannot read its own tasks.
        """
        for page in self._pages(project, _WORK, WorkPage, 0):
            for one in page.tasks:
                yield work_of(one, self.wire.read(bytes(one.data), Carried).data())

    def _pages(self, project: Project, fields: str, kind: type[_P], after: int) -> Iterator[_P]:
        later = {"filter": "filter:tasks:id", "operator": "greater", "type": "Number"}
        while True:
            query = {
                "filters": {"conjunction": "and", "items": [{**later, "value": after}]},
                "ordering": ["tasks:id"],
            }
            params = {
                "project": project.id,
                "page_size": PAGE,
                "fields": "all" if "annotations," in fields else "task_only",
                "include": fields,
                "query": json.dumps(query),
            }
            page = self._get("api/tasks", kind, params)
            if not page.tasks:
                return
            if any(one.id <= after for one in page.tasks):
                raise KhabarError(f"{self.url} does not list the tasks that it was asked for")
            yield page
            after = page.tasks[-1].id

    def task(self, number: int) -> Task:
        """One task with all that hangs on it.

        Raises:
            KhabarError: if there is none.
        """
        answer = self.wire.patiently(lambda: self.wire.ask("GET", f"api/tasks/{number}/"))
        return task_of(self.wire.read(answer, Sent))

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
