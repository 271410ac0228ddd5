"""From articles to tasks on a server: once each, however often it is tried.

A task is known by the article's id and the digest of its text, which lie in its data; what was
last sent is known by a digest in the task's meta. The server refuses nothing and an import may
break off half-way, so everything is looked at before it is sent, and what is there already is
listed first.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal

import msgspec
from msgspec import Struct

from khabar.formats.label_studio import config, to_task
from khabar.model import Article
from khabar.problem import KhabarError
from khabar.studio.client import Client, Json, Project, Task
from khabar.studio.drift import unusable

BATCH = 500
"""Tasks in one import: 1,000 take about four seconds, and a call has a time limit."""

MARK = "khabar"
"""Key of a task's meta under which the digests of what was sent lie."""

VERSION = "khabar"
"""The one version of all our predictions: a project shows the predictions of one version only."""

Progress = Callable[[int, int], None]
Fate = Literal["new", "same", "updated", "replaced", "refused"]


class Pushed(Struct, frozen=True, kw_only=True):
    """What became of one article.

    Attributes:
        article: its id.
        fate: ``new`` on the server, the ``same`` as there, ``updated``, made anew
            (``replaced``), or ``refused``.
        reason: why it was refused or replaced.
    """

    article: str
    fate: Fate
    reason: str = ""


class PushReport(Struct, frozen=True, kw_only=True):
    """What a push did, or with `dry_run` would do.

    Attributes:
        items: one for each article, in the order given.
        dry_run: whether nothing was sent.
    """

    items: tuple[Pushed, ...]
    dry_run: bool = False

    def count(self, fate: Fate) -> int:
        """How many articles had a fate."""
        return sum(one.fate == fate for one in self.items)

    @property
    def refused(self) -> tuple[Pushed, ...]:
        """The articles that were not sent."""
        return tuple(one for one in self.items if one.fate == "refused")


class _Parcel(Struct, frozen=True, kw_only=True):
    """A task ready to send."""

    article: str
    task: Json
    digest: str
    results: str


class _Step(Struct, frozen=True, kw_only=True):
    """What to do about one parcel: its fate, and the task on the server, if there is one."""

    parcel: _Parcel
    pushed: Pushed
    known: Task | None = None


def push(
    articles: Iterable[Article],
    client: Client,
    project: Project,
    *,
    as_annotations: bool = False,
    update_annotated: bool = False,
    replace_text: bool = False,
    dry_run: bool = False,
    progress: Progress = lambda _done, _total: None,
) -> PushReport:
    """Send articles to a project; doing it twice changes nothing.

    Args:
        articles: what to send.
        client: the server.
        project: the project, with khabar's labelling configuration.
        as_annotations: store annotations in the name of the key's owner, instead of offering
            them to every annotator as a prediction to start from.
        update_annotated: also give new data to tasks that people have annotated; their
            annotations stay as they are.
        replace_text: make a task anew if its text is another one; **its annotations go**.
        dry_run: send nothing, only say what would be done.
        progress: called with articles done and articles in all.

    Raises:
        KhabarError: before anything is sent, if an article cannot be sent or the project's
            configuration cannot show it; later, if the server fails (what was sent is known to
            the next push).
    """
    if problems := unusable(config(), project.config):
        raise KhabarError(
            f"the project {project.title!r} cannot show khabar's annotations: "
            f"{'; '.join(problems)}; see khabar studio status"
        )
    if not as_annotations:
        _refuse_hidden(project)
    parcels = _packed(articles, as_predictions=not as_annotations)
    known = _known(client, project)
    rules = _Rules(client, update_annotated=update_annotated, replace_text=replace_text)
    steps = [rules.step(parcel, known.get(parcel.article, ())) for parcel in parcels]
    if not dry_run:
        _carry_out(steps, client, project, progress)
    return PushReport(items=tuple(step.pushed for step in steps), dry_run=dry_run)


def _refuse_hidden(project: Project) -> None:
    """Predictions that nobody is shown are an annotator's work done twice."""
    if project.shows not in ("", VERSION):
        instead = f"those of version {project.shows!r}" if project.shows else "no predictions"
        raise KhabarError(
            f"the project {project.title!r} shows {instead} to annotators; in its settings under "
            f"Annotation, let it use predictions of version {VERSION!r}, or push annotations"
        )


def _packed(articles: Iterable[Article], *, as_predictions: bool) -> list[_Parcel]:
    """Every article as a task; all faults at once, before anything is sent."""
    parcels: dict[str, _Parcel] = {}
    faults: list[str] = []
    for article in articles:
        if article.id in parcels:
            faults.append(f"{article.id}: given twice")
            continue
        try:
            task = to_task(article, as_predictions=as_predictions)
            parcels[article.id] = _parcel(article.id, task)
        except KhabarError as error:
            faults.append(str(error))
    if faults:
        listed = "\n  ".join(faults[:10]) + ("\n  …" if len(faults) > 10 else "")
        raise KhabarError(f"nothing was sent; {len(faults)} cannot be:\n  {listed}")
    return list(parcels.values())


def _parcel(article: str, task: Json) -> _Parcel:
    for prediction in task.get("predictions", ()):
        prediction["model_version"] = VERSION
    digest, results = digest_of([task["data"], _results(task)]), digest_of(_results(task))
    mark = {"task": digest, "results": results, "stored": "annotations" in task}
    marked = {**task, "meta": {MARK: mark}}
    return _Parcel(article=article, task=marked, digest=digest, results=results)


def _results(task: Json) -> list[Json]:
    made = task.get("annotations") or task.get("predictions") or [{"result": []}]
    results: list[Json] = made[0]["result"]
    return results


def digest_of(value: Any) -> str:  # noqa: ANN401
    """The SHA-256 of a JSON value, the same for any order of keys."""
    data = msgspec.json.encode(value, order="sorted")
    return hashlib.sha256(data).hexdigest()


def _known(client: Client, project: Project) -> dict[str, list[Task]]:
    known: dict[str, list[Task]] = {}
    for task in client.tasks(project):
        known.setdefault(str(task.data.get("id", "")), []).append(task)
    return known


class _Rules:
    """What to do about an article, given what the server has of it."""

    def __init__(self, client: Client, *, update_annotated: bool, replace_text: bool) -> None:
        self._client = client
        self._update_annotated = update_annotated
        self._replace_text = replace_text

    def step(self, parcel: _Parcel, tasks: Sequence[Task]) -> _Step:
        if not tasks:
            return _step(parcel, "new")
        if len(tasks) > 1:
            numbers = ", ".join(str(one.id) for one in tasks)
            return _step(parcel, "refused", f"the server has it as several tasks: {numbers}")
        (known,) = tasks
        if known.data.get("text") != parcel.task["data"]["text"]:
            return self._other_text(parcel, known)
        if _mark(known, "task") == parcel.digest and _arrived(known, parcel):
            return _step(parcel, "same", known=known)
        return self._changed(parcel, known)

    def _other_text(self, parcel: _Parcel, known: Task) -> _Step:
        people = known.total_annotations
        if self._replace_text:
            lost = f"the text changed; {people} annotations on the old text are gone"
            return _step(parcel, "replaced", lost, known)
        return _step(
            parcel,
            "refused",
            f"the text of task {known.id} is another one ({people} annotations on it); "
            "--replace-text makes the task anew without them",
            known,
        )

    def _changed(self, parcel: _Parcel, known: Task) -> _Step:
        whole = self._client.task(known.id)
        people = [one for one in _made(whole) if not _ours(one, known)]
        if people and not self._update_annotated:
            return _step(
                parcel,
                "refused",
                f"task {known.id} has been annotated since; pull it, or give it the new data "
                "with --update-annotated",
                whole,
            )
        return _step(parcel, "updated", known=whole)


def _step(parcel: _Parcel, fate: Fate, reason: str = "", known: Task | None = None) -> _Step:
    pushed = Pushed(article=parcel.article, fate=fate, reason=reason)
    return _Step(parcel=parcel, pushed=pushed, known=known)


def _mark(task: Task, name: str) -> object:
    mark = task.meta.get(MARK)
    return mark.get(name) if isinstance(mark, dict) else None


def _arrived(known: Task, parcel: _Parcel) -> bool:
    """Whether what came with the task is still there: an import may break off between the two."""
    if "predictions" in parcel.task:
        return known.total_predictions > 0
    return "annotations" not in parcel.task or known.total_annotations + known.cancelled > 0


def _made(task: Task) -> list[Json]:
    """What people have made of a task, begun or finished."""
    return [*(task.annotations or ()), *(task.drafts or ())]


def _ours(annotation: Json, task: Task) -> bool:
    """Whether an annotation is the one we sent and nobody has touched it."""
    return digest_of(annotation.get("result")) == _mark(task, "results")


def _carry_out(
    steps: Sequence[_Step], client: Client, project: Project, progress: Progress
) -> None:
    total, done = len(steps), sum(step.pushed.fate in {"same", "refused"} for step in steps)
    progress(done, total)
    for step in steps:
        if step.pushed.fate == "updated":
            _update(step, client)
            done += 1
            progress(done, total)
    sending = [step for step in steps if step.pushed.fate in {"new", "replaced"}]
    for start in range(0, len(sending), BATCH):
        some = sending[start : start + BATCH]
        client.send(project, [step.parcel.task for step in some])
        # The old task goes when the new one is safe.
        for step in some:
            if step.known is not None:
                client.remove(step.known.id)
        done += len(some)
        progress(done, total)


def _update(step: _Step, client: Client) -> None:
    """Annotations first, the mark last: if this breaks off, the next push does it again."""
    task, known = step.parcel.task, step.known
    if known is None:
        return
    if "predictions" in task:
        client.predict(known.id, task["predictions"][0], instead_of=known.predictions or ())
    elif "annotations" in task:
        ours = [one["id"] for one in known.annotations or () if _ours(one, known)]
        client.annotate(known.id, task["annotations"][0]["result"], *ours[:1])
    client.update(known.id, task["data"], task["meta"])
