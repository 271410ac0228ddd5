"""Sending, so that everything arrives once although any call may fail half-way.

An import can be stored and its answer lost. So after a failure the tasks that came since are
looked at, and only what is missing is sent again; at the end all is looked at once more, for an
import that an earlier push had begun may have arrived meanwhile.
"""

import time
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from khabar.problem import KhabarError
from khabar.studio.answers import Json, Project, Task
from khabar.studio.client import Client
from khabar.studio.known import Known, Shelf, is_ours
from khabar.studio.parcels import Parcel, Parcels, digest_of
from khabar.studio.wire import TransientError

BATCH = 500
"""Tasks in one import at most: 1,000 take about four seconds, and a call has a time limit."""

BYTES = 4 * 1024 * 1024
"""What one import may weigh, in bytes of JSON: on its way it is held several times over."""


class Delivery:
    """The way of parcels to one project.

    Args:
        client: the server.
        project: the project.
        parcels: all of them.
        shelf: what the project has.
    """

    def __init__(self, client: Client, project: Project, parcels: Parcels, shelf: Shelf) -> None:
        self.client = client
        self._project = project
        self._parcels = parcels
        self._shelf = shelf

    def batches(self, parcels: Iterable[Parcel]) -> Iterator[list[Parcel]]:
        """The parcels in the portions in which they are sent."""
        batch: list[Parcel] = []
        weight = 0
        for one in parcels:
            if batch and (len(batch) == BATCH or weight + one.place[1] > BYTES):
                yield batch
                batch, weight = [], 0
            batch.append(one)
            weight += one.place[1]
        if batch:
            yield batch

    def send(self, batch: Sequence[Parcel]) -> None:
        """Import tasks, each once.

        Raises:
            KhabarError: if the server refuses, or fails to the last.
        """
        left = list(batch)
        for pause in (*self.client.wire.pauses, None):
            try:
                tasks = [msgspec.Raw(self._parcels.raw(one)) for one in left]
                self.client.send(self._project, tasks)
            except TransientError:
                if pause is None:
                    raise
                time.sleep(pause)
                left = self._missing(left)
            else:
                return
            if not left:
                return

    def _missing(self, parcels: Iterable[Parcel]) -> list[Parcel]:
        self._shelf.look()
        return [
            one for one in parcels if not any(it.says(one) for it in self._shelf.of(one.article))
        ]

    def update(self, number: int, parcel: Parcel) -> None:
        """Give a task what a parcel holds; the mark last, so that a broken-off update is redone.

        Raises:
            KhabarError: if the server refuses, or fails to the last.
        """
        task = self._parcels.task(parcel)
        # Each try looks at what the one before has done.
        self.client.wire.patiently(lambda: self._update(self.client.task(number), task))

    def _update(self, known: Task, task: Json) -> None:
        if "predictions" in task:
            self._predict(known, task["predictions"][0])
        elif "annotations" in task:
            self._annotate(known, task["annotations"][0])
        self.client.update(known.id, task["data"], task["meta"])

    def _predict(self, known: Task, wanted: Json) -> None:
        """The new prediction first, so that there is always one."""
        ours = [one for one in known.predictions if one.get("model_version") == _version(wanted)]
        right = [one for one in ours if _equal(one, wanted)]
        if not right:
            self.client.predict(known.id, wanted)
        for one in ours:
            if one not in right[:1]:
                self.client.remove_prediction(int(one["id"]))

    def _annotate(self, known: Task, wanted: Json) -> None:
        truth = {"ground_truth": wanted["ground_truth"]}
        if any(_equal(one, wanted) for one in known.annotations):
            return
        ours = [int(one["id"]) for one in known.annotations if is_ours(one, known)]
        self.client.annotate(known.id, wanted["result"], *ours[:1], **truth)

    def remove(self, tasks: Iterable[Known]) -> None:
        """Delete tasks.

        Raises:
            KhabarError: if the server refuses, or fails to the last.
        """
        gone = list(tasks)
        for one in gone:
            self.client.remove(one.id)
        self._shelf.forget(gone)

    def doubled(self, parcels: Iterable[Parcel]) -> Iterator[Sequence[Known]]:
        """Yield the tasks of each article that the server has more than once by now.

        Raises:
            KhabarError: if the server does not answer, or does not have what it took.
        """
        self._shelf.look()
        lost = 0
        for one in parcels:
            tasks = [it for it in self._shelf.of(one.article) if it.says(one)]
            lost += not tasks
            if len(tasks) > 1:
                yield tasks
        if lost:
            raise KhabarError(
                f"{self.client.url} took {lost} articles and does not have them; push again"
            )


def _version(prediction: Json) -> object:
    return prediction.get("model_version")


def _equal(one: Json, wanted: Json) -> bool:
    return digest_of(one.get("result")) == digest_of(wanted["result"]) and one.get(
        "score"
    ) == wanted.get("score")
