"""What a server has of the articles: light enough to keep of every task."""

import hashlib
from collections.abc import Iterable, Sequence

import msgspec
from msgspec import Struct

from khabar.formats.label_studio import digest, results_of
from khabar.studio.answers import Json, Project, Task
from khabar.studio.client import Client
from khabar.studio.parcels import MARK, Parcel, digest_of


class Known(Struct, frozen=True, kw_only=True):
    """What is kept of a task.

    Attributes:
        id: the server's number.
        article: the article's id, "" for a task that has none.
        text: digest of its text as it is now.
        data: digest of its data as they are now.
        mark: what khabar wrote down when it sent the task; empty for tasks of others.
        annotations: how many annotations count.
        cancelled: how many times the task was skipped.
        predictions: how many predictions it has.
    """

    id: int
    article: str
    text: str
    data: str
    mark: Json
    annotations: int
    cancelled: int
    predictions: int

    def says(self, parcel: Parcel) -> bool:
        """Whether the task is what the parcel would make of it."""
        return self.data == parcel.data and self.mark.get("results") == parcel.results

    def arrived(self, parcel: Parcel) -> bool:
        """Whether what came with the task is still there."""
        if parcel.predicted:
            return self.predictions > 0
        return not parcel.stored or self.annotations + self.cancelled > 0


def mark_of(task: Task) -> Json:
    """What khabar wrote down when it sent a task; empty for tasks of others."""
    mark = task.meta.get(MARK)
    return mark if isinstance(mark, dict) else {}


def said_of(task: Task) -> str:
    """`said` of the results that went out with a task; "" where that is not known for certain."""
    mark = mark_of(task)
    unaltered = "said" in mark and _unaltered(task, mark)
    return str(mark["said"]) if unaltered else ""


def _unaltered(task: Task, mark: Json) -> bool:
    """Whether a task's data are those that went out.

    They went with their keys in order. A server that leaves them so, as the embedded one does,
    spares us bringing them into that order to compare them.
    """
    sent, raw = mark.get("data"), task.raw
    if raw and hashlib.sha256(raw).hexdigest() == sent:
        return True
    return digest_of(msgspec.json.decode(raw) if raw else task.data) == sent


def known_of(task: Task) -> Known:
    """What is kept of a task."""
    text = task.data.get("text")
    return Known(
        id=task.id,
        article=str(task.data.get("id", "")),
        text=digest(text) if isinstance(text, str) else "",
        data=digest_of(task.data),
        mark=mark_of(task),
        annotations=task.total_annotations,
        cancelled=task.cancelled,
        predictions=task.total_predictions,
    )


class Shelf:
    """The tasks of a project by article, and the highest number seen."""

    def __init__(self, client: Client, project: Project) -> None:
        self._client = client
        self._project = project
        self._by_article: dict[str, list[Known]] = {}
        self.highest = 0
        for one in client.tasks(project):
            self._put(known_of(one))

    def look(self) -> None:
        """See which tasks have come since the last look, by what khabar wrote beside them.

        Raises:
            KhabarError: if the server does not answer.
        """
        for one in self._client.marks(self._project, self.highest):
            self._put(_just_arrived(one))

    def _put(self, one: Known) -> None:
        self._by_article.setdefault(one.article, []).append(one)
        self.highest = max(self.highest, one.id)

    def of(self, article: str) -> Sequence[Known]:
        """The tasks of an article."""
        return self._by_article.get(article, ())

    def forget(self, gone: Iterable[Known]) -> None:
        """Tasks that were removed."""
        for one in gone:
            self._by_article[one.article].remove(one)


def _just_arrived(task: Task) -> Known:
    """What is kept of a task that came a moment ago: its data are what its mark says."""
    mark = mark_of(task)
    return Known(
        id=task.id,
        article=str(mark.get("article", "")),
        text="",
        data=str(mark.get("data", "")),
        mark=mark,
        annotations=task.total_annotations,
        cancelled=task.cancelled,
        predictions=task.total_predictions,
    )


def is_ours(annotation: Json, task: Task) -> bool:
    """Whether an annotation is the one that khabar sent and nobody has touched it.

    The page leaves its traces on what passes through it.
    """
    mark = mark_of(task)
    sent = mark.get("results") if mark.get("stored") else None
    return sent is not None and digest_of(results_of(annotation)) == sent


def touched(task: Task) -> bool:
    """Whether people have annotated a task, or begun to."""
    return bool(task.drafts) or any(not is_ours(one, task) for one in task.annotations)
