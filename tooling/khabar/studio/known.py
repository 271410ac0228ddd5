"""What a server has of the articles: light enough to keep of every task."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from khabar.formats.label_studio import digest
from khabar.studio.client import Client, Json, Project, Task
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


def known_of(task: Task) -> Known:
    """What is kept of a task."""
    mark, text = task.meta.get(MARK), task.data.get("text")
    return Known(
        id=task.id,
        article=str(task.data.get("id", "")),
        text=digest(text) if isinstance(text, str) else "",
        data=digest_of(task.data),
        mark=mark if isinstance(mark, dict) else {},
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
        self.look()

    def look(self) -> list[Known]:
        """See which tasks have come since the last look.

        Raises:
            KhabarError: if the server does not answer.
        """
        fresh = [known_of(one) for one in self._client.tasks(self._project, after=self.highest)]
        for one in fresh:
            self._by_article.setdefault(one.article, []).append(one)
            self.highest = max(self.highest, one.id)
        return fresh

    def of(self, article: str) -> Sequence[Known]:
        """The tasks of an article."""
        return self._by_article.get(article, ())

    def forget(self, gone: Iterable[Known]) -> None:
        """Tasks that were removed."""
        for one in gone:
            self._by_article[one.article].remove(one)


def is_ours(annotation: Json, task: Task) -> bool:
    """Whether an annotation is the one that khabar sent and nobody has touched it.

    The page leaves its traces on what passes through it.
    """
    mark = task.meta.get(MARK)
    sent = mark.get("results") if isinstance(mark, dict) and mark.get("stored") else None
    return sent is not None and digest_of(annotation.get("result")) == sent


def touched(task: Task) -> bool:
    """Whether people have annotated a task, or begun to."""
    return bool(task.drafts) or any(not is_ours(one, task) for one in task.annotations)
