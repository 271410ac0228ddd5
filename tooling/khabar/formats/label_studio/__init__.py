"""Label Studio JSON: tasks with annotations, ours without loss and others' as foreign layers."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from khabar.formats._format import LossReport, Report, ignore
from khabar.formats.label_studio import controls as c
from khabar.formats.label_studio import foreign
from khabar.formats.label_studio.config import config
from khabar.formats.label_studio.decode import View, decode
from khabar.formats.label_studio.encode import digest, encode, to_task
from khabar.formats.label_studio.exports import Task, tasks
from khabar.formats.label_studio.merge import merge
from khabar.formats.label_studio.regions import LeftOver, says_the_same
from khabar.model import Article
from khabar.problem import Finding, KhabarError
from khabar.store import replacing, unwritable

__all__ = [
    "Imported",
    "config",
    "digest",
    "from_task",
    "pseudonym",
    "tasks",
    "to_task",
]

NAME = "label-studio"
SUFFIXES = (".ls.json",)
SUMMARY = "tasks with annotations, as Label Studio imports and exports them"
LOSES: frozenset[str] = frozenset()

Pseudonym = Callable[[object], str | None]
"""Names an annotator from a `completed_by`: an id, an object with id and e-mail, or None."""


class Imported(Struct, frozen=True, kw_only=True):
    """One annotation of a task, read.

    Attributes:
        article: the article with what the annotation says.
        annotator: the annotator's pseudonym, None for what khabar itself wrote.
        annotation: id of the annotation in Label Studio.
        cancelled: whether the annotator skipped the task.
        foreign: whether the task is not khabar's, so that its labels are a foreign layer.
        findings: what could not be mapped or was read with some freedom.
    """

    article: Article
    annotator: str | None = None
    annotation: int | None = None
    cancelled: bool = False
    foreign: bool = False
    findings: tuple[Finding, ...] = ()


def pseudonym(completed_by: object) -> str | None:
    """A name for an annotator that says nothing about the person: the number of the account.

    Example:
        >>> pseudonym({"id": 7, "email": "someone@example.org"})
        'annotator-7'
    """
    if isinstance(completed_by, dict):
        completed_by = completed_by.get("id")
    return None if completed_by is None else f"annotator-{completed_by}"


def from_task(task: Task, name: Pseudonym = pseudonym) -> Iterator[Imported]:
    """Yield what each annotation of a task says; for a task without any, the article itself.

    Raises:
        KhabarError: if the task's text is not the one that went out, or there is no text.
    """
    read = _read_ours if is_ours(task) else _read_foreign
    made = task.get("annotations") or []
    if not made and is_ours(task):
        made = [
            {"result": one["result"]} for one in task.get("predictions") or () if "result" in one
        ]
    for annotation in made or [None]:
        yield read(task, annotation, name)


def is_ours(task: Task) -> bool:
    """Whether khabar made the task."""
    data = task.get("data", {})
    return isinstance(data.get(c.ARTICLE_KEY), dict) and c.DIGEST_KEY in data


def base_article(task: Task) -> Article:
    """The article as it went out with a task.

    Raises:
        KhabarError: if the text was changed underneath, or the record is damaged.
    """
    data = task["data"]
    name, text = data.get(c.ID_KEY), data.get(c.TEXT)
    if not isinstance(text, str) or digest(text) != data[c.DIGEST_KEY]:
        raise KhabarError(f"{name}: the text of the task was changed in Label Studio; not read")
    try:
        return msgspec.convert({**data[c.ARTICLE_KEY], "text": text}, Article)
    except msgspec.ValidationError as error:
        raise KhabarError(f"{name}: the article in the task is damaged: {error}") from error


def _read_ours(task: Task, annotation: dict[str, Any] | None, name: Pseudonym) -> Imported:
    base = base_article(task)
    if annotation is None:
        return Imported(article=base)
    annotator = name(annotation.get("completed_by"))
    shown, results = encode(base), annotation.get("result") or []
    sent = got = View()
    if not says_the_same(shown, results):
        sent = decode(base.text, shown, base.entities)
        got = decode(base.text, results, base.entities)
    return Imported(
        article=merge(base, sent, got, editor=annotator),
        annotator=annotator,
        annotation=annotation.get("id"),
        cancelled=bool(annotation.get("was_cancelled")),
        findings=tuple(_told(base.id, sent, got)),
    )


def _told(article: str, sent: View, got: View) -> Iterator[Finding]:
    known = [one.result for one in sent.left_over]
    for one in got.left_over:
        if one.result not in known:
            yield Finding(
                code="LS001", severity="warning", article=article, message=_left_over(one)
            )
    for remark in got.remarks:
        if remark not in sent.remarks:
            yield Finding(code="LS002", severity="info", article=article, message=remark)


def _left_over(one: LeftOver) -> str:
    what = one.result.get("from_name") or one.result.get("type")
    return f"{what} {one.result.get('id', '')}".strip() + f": {one.reason}; kept under extra"


def _read_foreign(task: Task, annotation: dict[str, Any] | None, name: Pseudonym) -> Imported:
    annotator = name(annotation.get("completed_by")) if annotation else None
    article = foreign.article(task, annotation, annotator)
    return Imported(
        article=article,
        annotator=annotator,
        annotation=annotation.get("id") if annotation else None,
        cancelled=bool(annotation and annotation.get("was_cancelled")),
        foreign=True,
        findings=tuple(foreign.remarks(article)),
    )


def read(source: Path, report: Report = ignore) -> Iterator[Article]:
    """Yield an article for each annotation of each task.

    Raises:
        KhabarError: if the file cannot be read or is no export.
    """
    for task in tasks(source):
        for key in ("drafts", "predictions"):
            for _ in task.get(key) or () if task.get("annotations") else ():
                message = f"{key} are no annotations; they stay behind"
                report(Finding(code="LS003", severity="info", message=message))
        for one in from_task(task):
            for finding in one.findings:
                report(finding)
            yield one.article


def write(articles: Iterable[Article], target: Path) -> LossReport:
    """Write articles as one import file, a task a line.

    Raises:
        KhabarError: if Label Studio would damage an article, or the file cannot be written.
    """
    count = 0
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(target) as stream:
            for count, article in enumerate(articles, 1):
                stream.write(b"[\n" if count == 1 else b",\n")
                stream.write(msgspec.json.encode(to_task(article)))
            stream.write(b"\n]\n" if count else b"[]\n")
    except OSError as error:
        raise unwritable(target, error) from error
    return LossReport(articles=count)
