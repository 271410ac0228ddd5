"""What a Label Studio answers, as plain data."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import asdict

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
        instructions: what its button "Instructions" shows, HTML.
    """

    id: int
    title: str
    config: str
    tasks: int
    shows: str | None = None
    instructions: str = ""


class Task(Struct, frozen=True, kw_only=True):
    """A task on the server.

    Attributes:
        id: the server's number.
        data: what was imported, or as much of it as is read.
        meta: what was imported beside it; the page does not show it.
        annotations: with ``result`` and ``completed_by``; empty unless asked for.
        predictions: empty unless asked for.
        drafts: what annotators have begun and not submitted; empty unless asked for.
        total_annotations: how many annotations count (not skipped ones).
        cancelled: how many times the task was skipped.
        total_predictions: how many predictions it has.
        raw: the bytes of the data as they came; empty where they were not kept.
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
    raw: bytes = b""


class User(Struct):
    """Somebody with an account."""

    id: int
    email: str


class SentProject(Struct, kw_only=True):
    """A project as the server sends it."""

    id: int
    title: str | None = None
    label_config: str | None = None
    task_number: int | None = None
    model_version: str | None = None
    show_collab_predictions: bool | None = None
    expert_instruction: str | None = None


class SentProjects(Struct):
    """Some projects, and where there are more."""

    next: str | None
    results: list[SentProject]


class Sent(Struct, kw_only=True):
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


class Page(Struct):
    """Some tasks."""

    tasks: list[Sent]


class Submitted(Struct, kw_only=True):
    """An annotation whose results are not read: most come back as they went out."""

    result: msgspec.Raw = msgspec.Raw(b"[]")
    completed_by: Any = None
    was_cancelled: bool | None = None
    ground_truth: bool | None = None
    lead_time: Any = None
    updated_at: str | None = None
    parent_prediction: Any = None


class SentWork(Struct, kw_only=True):
    """A task with what people made of it; its data are read when its turn comes."""

    id: int
    data: msgspec.Raw
    meta: Json | None = None
    annotations: list[Submitted] | None = None
    drafts: list[Json] | None = None


class WorkPage(Struct):
    """Some tasks with what people made of them."""

    tasks: list[SentWork]


class SentMark(Struct, kw_only=True):
    """Only what khabar wrote beside a task."""

    id: int
    meta: Json | None = None
    total_annotations: int | None = None
    cancelled_annotations: int | None = None
    total_predictions: int | None = None


class MarkPage(Struct):
    """What khabar wrote beside some tasks."""

    tasks: list[SentMark]


def project_of(one: SentProject) -> Project:
    """A project without the nulls."""
    return Project(
        id=one.id,
        title=one.title or "",
        config=one.label_config or "",
        tasks=one.task_number or 0,
        shows=one.model_version or "" if one.show_collab_predictions else None,
        instructions=one.expert_instruction or "",
    )


def work_of(one: SentWork, data: Json) -> Task:
    """A task with what people made of it, without the nulls.

    Args:
        one: the task.
        data: what is read of its data.
    """
    return Task(
        id=one.id,
        data=data,
        meta=one.meta or {},
        annotations=[asdict(it) for it in one.annotations or ()],
        drafts=one.drafts or (),
        raw=bytes(one.data),
    )


def marked_of(one: SentMark) -> Task:
    """What khabar wrote beside a task, as a task without data."""
    return Task(
        id=one.id,
        data={},
        meta=one.meta or {},
        total_annotations=one.total_annotations or 0,
        cancelled=one.cancelled_annotations or 0,
        total_predictions=one.total_predictions or 0,
    )


def task_of(one: Sent) -> Task:
    """A task without the nulls."""
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
