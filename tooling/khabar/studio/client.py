"""Any Label Studio by address and key, with errors that a person understands.

A thin layer over the SDK. It never retries: a failed import may have stored its tasks, and the
SDK's own second try would store them again. The key is kept out of messages and reprs.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from khabar.problem import KhabarError, MissingExtraError
from khabar.studio.server import HOME, running

URL_VARIABLE = "LABEL_STUDIO_URL"
KEY_VARIABLE = "LABEL_STUDIO_API_KEY"
PAGE = 200
"""Tasks asked for at a time when they are listed."""

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
        annotations: with ``result`` and ``completed_by``; None unless asked for.
        predictions: None unless asked for.
        drafts: what annotators have begun and not submitted; None unless asked for.
        total_annotations: how many annotations count (not skipped ones).
        cancelled: how many times the task was skipped.
        total_predictions: how many predictions it has.
    """

    id: int
    data: Json
    meta: Json
    annotations: Sequence[Json] | None
    predictions: Sequence[Json] | None
    drafts: Sequence[Json] | None
    total_annotations: int
    cancelled: int
    total_predictions: int


class Client:
    """A connection to one Label Studio.

    Args:
        url: the server's address, ``https://...``.
        key: a legacy token or a personal access token.
        timeout: seconds to wait for one answer.

    Raises:
        KhabarError: if the address or the key cannot be one.
        MissingExtraError: if the SDK is not installed.
    """

    def __init__(self, url: str, key: str, timeout: float = 300.0) -> None:
        self.url = _checked(url)
        try:
            import httpx
            from label_studio_sdk import LabelStudio
        except ImportError as error:
            raise MissingExtraError("the Label Studio client", "studio") from error
        # A proxy of the environment has no business between us and our own machine; a redirect
        # would turn an import into a harmless GET.
        local = urlsplit(self.url).hostname in {"127.0.0.1", "localhost", "::1"}
        http = httpx.Client(timeout=timeout, follow_redirects=False, trust_env=not local)
        with self._translated():
            self._sdk = LabelStudio(
                base_url=self.url, api_key=key, timeout=timeout, max_retries=0, httpx_client=http
            )

    def __repr__(self) -> str:
        """The address, never the key."""
        return f"Client({self.url!r})"

    def whoami(self) -> str:
        """The e-mail of the key's owner: the cheapest proof that address and key are right.

        Raises:
            KhabarError: if they are not.
        """
        with self._translated():
            return str(self._sdk.users.whoami().email)

    def users(self) -> dict[int, str]:
        """The e-mails of the server's users by number; empty when the key may not see them.

        Raises:
            KhabarError: if the server does not answer.
        """
        import httpx
        from label_studio_sdk.core.api_error import ApiError

        try:
            with self._translated():
                return {int(one.id): str(one.email) for one in self._sdk.users.list()}
        except KhabarError as error:
            cause = error.__cause__
            if isinstance(cause, ApiError) and cause.status_code == httpx.codes.FORBIDDEN:
                return {}
            raise

    def projects(self) -> list[Project]:
        """All projects that the key may see.

        Raises:
            KhabarError: if the server does not answer or refuses.
        """
        with self._translated():
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
            titles = ", ".join(sorted(one.title for one in known)) or "none at all"
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
        with self._translated():
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
        with self._translated():
            self._sdk.projects.update(id=project.id, label_config=config)

    def tasks(self, project: Project, *, whole: bool = False) -> Iterator[Task]:
        """The project's tasks, page by page.

        Args:
            project: the project.
            whole: also annotations, predictions and drafts, which takes several times as long.

        Raises:
            KhabarError: if the server does not answer or cannot read its own tasks.
        """
        fields = "all" if whole else "task_only"
        with self._translated():
            for one in self._sdk.tasks.list(project=project.id, fields=fields, page_size=PAGE):
                yield _task(one, whole=whole)

    def task(self, number: int) -> Task:
        """One task with all that hangs on it.

        Raises:
            KhabarError: if there is none.
        """
        with self._translated():
            return _task(self._sdk.tasks.get(id=str(number)), whole=True)

    def send(self, project: Project, tasks: Sequence[Json]) -> None:
        """Import tasks in one call.

        Raises:
            KhabarError: if the server refuses; some of the tasks may be stored all the same.
        """
        with self._translated():
            self._sdk.projects.import_tasks(id=project.id, request=list(tasks))

    def update(self, number: int, data: Json, meta: Json) -> None:
        """Give a task other data.

        Raises:
            KhabarError: if the server refuses.
        """
        with self._translated():
            self._sdk.tasks.update(id=str(number), data=data, meta=meta)

    def predict(self, number: int, prediction: Json, instead_of: Sequence[Json]) -> None:
        """Give a task a prediction, then remove the ones it replaces.

        Raises:
            KhabarError: if the server refuses.
        """
        with self._translated():
            self._sdk.predictions.create(task=number, **prediction)
            for old in instead_of:
                self._sdk.predictions.delete(id=int(old["id"]))

    def annotate(self, number: int, results: Sequence[Json], instead_of: int | None = None) -> None:
        """Give a task an annotation of the key's owner, or another result to an old one.

        Raises:
            KhabarError: if the server refuses.
        """
        with self._translated():
            if instead_of is None:
                self._sdk.annotations.create(id=number, result=list(results))
            else:
                self._sdk.annotations.update(id=instead_of, result=list(results))

    def remove(self, number: int) -> None:
        """Delete a task with its annotations.

        Raises:
            KhabarError: if the server refuses.
        """
        with self._translated():
            self._sdk.tasks.delete(id=str(number))

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Say in our words what the SDK and the network say in theirs."""
        import httpx
        from label_studio_sdk.core.api_error import ApiError

        try:
            yield
        except ApiError as error:
            raise KhabarError(f"{self.url} {_explained(error.status_code, error.body)}") from error
        except httpx.TimeoutException as error:
            raise KhabarError(f"{self.url} did not answer in time") from error
        except httpx.HTTPError as error:
            raise KhabarError(
                f"no Label Studio answers at {self.url} ({error}); "
                "is it up? `khabar studio up` starts a local one"
            ) from error


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


def _checked(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise KhabarError(f"{url!r} is no address of a server; it begins with http:// or https://")
    if parts.username or parts.password:
        raise KhabarError("an address carries no name or password; give the key by --key-file")
    return url.rstrip("/")


def _explained(status: int | None, body: object) -> str:
    words = _words(body)
    if status in {301, 302, 307, 308}:
        return f"answers with a redirect (HTTP {status}); give the address it leads to"
    if status == 401:
        return (
            f"refuses the key (HTTP 401: {words}); a legacy token must be allowed by the "
            "organization, or use a personal access token"
        )
    if status == 403:
        return f"does not allow this to the owner of the key (HTTP 403: {words})"
    if status is not None and status >= 500:
        return f"failed (HTTP {status}: {words}); the server's log says more"
    return f"refuses (HTTP {status}: {words})"


def _words(body: object) -> str:
    """The server's own words, in one line of bearable length."""
    said: object = body
    if isinstance(body, dict):
        said = body.get("validation_errors") or body.get("detail") or body
    elif hasattr(body, "detail"):
        said = getattr(body, "validation_errors", None) or body.detail
    line = " ".join(str(said).split())
    return line if len(line) <= 300 else line[:300] + " …"


def _project(one: Any) -> Project:  # noqa: ANN401
    return Project(
        id=int(one.id),
        title=str(one.title),
        config=str(one.label_config or ""),
        tasks=int(one.task_number or 0),
        shows=str(one.model_version or "") if one.show_collab_predictions else None,
    )


def _task(one: Any, *, whole: bool) -> Task:  # noqa: ANN401
    return Task(
        id=int(one.id),
        data=one.data,
        meta=one.meta or {},
        annotations=_plain(one.annotations) if whole else None,
        predictions=_plain(one.predictions) if whole else None,
        drafts=_plain(one.drafts) if whole else None,
        total_annotations=int(one.total_annotations or 0),
        cancelled=int(one.cancelled_annotations or 0),
        total_predictions=int(one.total_predictions or 0),
    )


def _plain(items: Sequence[Any] | None) -> list[Json]:
    """The SDK gives dicts for some things and models for others."""
    return [one if isinstance(one, dict) else one.dict() for one in items or ()]
