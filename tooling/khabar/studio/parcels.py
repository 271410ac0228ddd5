"""Tasks ready to send, on disk: in memory lies only what is compared.

Everything is looked at before anything is sent, and a task is ten times an article.
"""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any, NamedTuple

import msgspec
from msgspec import Struct

from khabar.formats.label_studio import digest, in_lines, said_in, to_task
from khabar.model import Article
from khabar.problem import KhabarError
from khabar.studio.answers import Json

MARK = "khabar"
"""Key of a task's meta under which the digests of what was sent lie."""


class Parcel(Struct, frozen=True, kw_only=True):
    """A task ready to send.

    Attributes:
        article: the article's id.
        text: digest of its text.
        data: digest of its data.
        results: digest of the results.
        said: digest of what the results say.
        predicted: whether the results go as a prediction.
        stored: whether they go as an annotation.
        place: where the task lies in the file, and its length, in bytes.
    """

    article: str
    text: str
    data: str
    results: str
    said: str
    predicted: bool
    stored: bool
    place: tuple[int, int]


class Parcels:
    """All tasks of a push."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._parcels: dict[str, Parcel] = {}

    def __iter__(self) -> Iterator[Parcel]:
        """In the order given."""
        return iter(self._parcels.values())

    def __contains__(self, article: object) -> bool:
        return article in self._parcels

    def add(self, article: Article, task: Json) -> None:
        """Put a task by.

        Raises:
            KhabarError: if there is no room for it.
        """
        contents = _contents(task)
        parcel = _parcel(article, task, contents, self._file.tell())
        data = msgspec.json.encode(_sent(task, contents, parcel))
        try:
            self._file.write(data)
        except OSError as error:
            raise KhabarError(f"no room for temporary files: {error.strerror}") from error
        place = (parcel.place[0], len(data))
        self._parcels[article.id] = msgspec.structs.replace(parcel, place=place)

    def raw(self, parcel: Parcel) -> bytes:
        """The task as JSON."""
        start, length = parcel.place
        self._file.seek(start)
        return self._file.read(length)

    def task(self, parcel: Parcel) -> Json:
        """The task."""
        task: Json = msgspec.json.decode(self.raw(parcel))
        return task


def parcel_of(article: Article, task: Json, start: int = 0) -> Parcel:
    """What is compared of a task."""
    return _parcel(article, task, _contents(task), start)


class _Contents(NamedTuple):
    """What a task holds, with all keys in order: so its digest is that of its bytes."""

    data: bytes
    results: bytes
    said: str


def _contents(task: Json) -> _Contents:
    lines = in_lines(results_of(task))
    results = b"[%b]" % lines[:-1].replace(b"\n", b",")
    return _Contents(_in_order(task["data"]), results, said_in(lines))


def _parcel(article: Article, task: Json, contents: _Contents, start: int) -> Parcel:
    return Parcel(
        article=article.id,
        text=digest(article.text),
        data=hashlib.sha256(contents.data).hexdigest(),
        results=hashlib.sha256(contents.results).hexdigest(),
        said=contents.said,
        predicted="predictions" in task,
        stored="annotations" in task,
        place=(start, 0),
    )


def _sent(task: Json, contents: _Contents, parcel: Parcel) -> Json:
    """The task as it goes: what its digests were taken of, byte by byte, and its mark."""
    sent = {**task, "data": msgspec.Raw(contents.data), "meta": {MARK: mark(parcel)}}
    for kind in ("annotations", "predictions"):
        if kind in task:
            sent[kind] = [{**task[kind][0], "result": msgspec.Raw(contents.results)}]
    return sent


def mark(parcel: Parcel) -> Json:
    """What a task's meta says of what was sent."""
    return {
        "article": parcel.article,
        "data": parcel.data,
        "results": parcel.results,
        "said": parcel.said,
        "stored": parcel.stored,
    }


def results_of(task: Json) -> list[Json]:
    """The results that go with a task."""
    made = task.get("annotations") or task.get("predictions") or [{"result": []}]
    results: list[Json] = made[0]["result"]
    return results


def digest_of(value: Any) -> str:  # noqa: ANN401
    """The SHA-256 of a JSON value, the same for any order of keys."""
    return hashlib.sha256(_in_order(value)).hexdigest()


def _in_order(value: object) -> bytes:
    return msgspec.json.encode(value, order="sorted")


@contextmanager
def packed(
    articles: Iterable[Article], *, as_predictions: bool, layer: str | None
) -> Iterator[Parcels]:
    """Every article as a task; all faults at once, before anything is sent.

    Raises:
        KhabarError: if an article cannot be sent.
    """
    with tempfile.TemporaryFile(prefix="khabar-push-") as file:
        parcels = Parcels(file)
        faults: list[str] = []
        for article in articles:
            if article.id in parcels:
                faults.append(f"{article.id}: given twice")
                continue
            try:
                task = to_task(article, as_predictions=as_predictions, layer=layer)
                parcels.add(article, task)
            except KhabarError as error:
                faults.append(str(error))
        if faults:
            listed = "\n  ".join(faults[:10]) + ("\n  …" if len(faults) > 10 else "")
            raise KhabarError(f"nothing was sent; {len(faults)} cannot be:\n  {listed}")
        yield parcels
