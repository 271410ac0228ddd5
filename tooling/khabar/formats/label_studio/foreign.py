"""Exports that others made: their text becomes an article, their labels what a map says of them.

What their controls mean is theirs to say, so nothing is mapped by guess: what no map gives a
meaning is kept as it is under `extra`, a foreign layer, with the task's other data. Each
annotator's annotation is an article of its own.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct, field

from khabar.formats.label_studio import controls as c
from khabar.formats.label_studio.decode import View, decode
from khabar.formats.label_studio.diagnosis import (
    SAYINGS,
    Diagnosis,
    Result,
    diagnose,
    is_answer,
    is_region,
)
from khabar.formats.label_studio.exports import Task
from khabar.formats.label_studio.labelling import Labelling
from khabar.formats.label_studio.mapping import Map, values
from khabar.formats.label_studio.parts import Layer, Texts, text_key
from khabar.formats.label_studio.people import People
from khabar.formats.label_studio.symptoms import is_text
from khabar.formats.label_studio.translate import Translation, translate
from khabar.model import SCHEMA, Article, Origin
from khabar.problem import Finding, KhabarError, Severity
from khabar.store import canonical

_ARABIC = re.compile(r"[\u0620-\u064a\u0671-\u06d3]")
_LETTER = re.compile(r"[^\W\d_]")
_OF_THE_SERVER = frozenset(
    {"id", "data", "annotations", "predictions", "drafts", "file_upload", "inner_id", "project"}
    | {"total_annotations", "cancelled_annotations", "total_predictions", "comment_count"}
    | {"unresolved_comment_count", "last_comment_updated_at", "updated_by", "comment_authors"}
    | {"created_at", "updated_at", "result", "completed_by", "was_cancelled", "unique_id"}
    | {"import_id", "last_action", "task", "last_created_by", "parent_prediction", "annotator"}
    | {"parent_annotation", "prediction", "result_count", "draft_created_at", "bulk_created"}
    | {"model_version", "score", "created_ago", "user", "annotation", "allow_skip"}
)
"""Keys of tasks and annotations that are the server's own accounts, or kept elsewhere."""


class Reading(Struct, frozen=True, kw_only=True):
    """How the exports of others are read.

    Attributes:
        labelling: their configuration, if it is known.
        meanings: what their controls mean.
        people: gives pseudonyms.
    """

    labelling: Labelling | None = None
    meanings: Map = field(default_factory=Map)
    people: People = field(default_factory=People)


def article(
    task: Task, layer: Layer | None, annotator: str | None, reading: Reading
) -> tuple[Article, list[Finding]]:
    """One annotation of a task as an article, with what could not be mapped.

    Args:
        task: the task, with its data.
        layer: an annotation, prediction or draft; None for a task that has none.
        annotator: pseudonym of who made it.
        reading: how to read it.

    Raises:
        KhabarError: if the data holds no text, or one that is none.
    """
    key = reading.meanings.text or text_key(task, labelling=reading.labelling)
    text = task["data"].get(key)
    if not isinstance(text, str) or not text:
        raise KhabarError(f"task {task.get('id')}: its data holds no text under {key}")
    if not is_text(text):
        raise KhabarError(f"task {task.get('id')}: its text holds half a surrogate pair")
    name = _article_id(task, text)
    content = _content(task, text, layer, reading) if layer else _Content(Diagnosis([]))
    made = Article(
        schema=SCHEMA,
        id=name,
        language=_language(text),
        text=text,
        mentions=content.view.mentions,
        entities=content.view.new_entities,
        quotes=content.view.quotes,
        stances=content.view.stances,
        topics=content.view.topics,
        status=_status(layer, content.view),
        origin=_origin(layer, annotator),
        extra={c.LAYER: _layer(task, key, layer, content, reading.people)},
    )
    return canonical(made), list(_findings(name, content, mapped=reading.meanings != Map()))


class _Content(Struct, frozen=True):
    """What the results of one annotation say, and what they say that has no place."""

    diagnosis: Diagnosis
    view: View = View()
    left: tuple[tuple[Result, str], ...] = ()


def _content(task: Task, text: str, layer: Layer, reading: Reading) -> _Content:
    results = layer.results
    parts = Texts(task, reading.labelling).parts([one for one in results if is_region(one)])
    about = [one for part in parts if part.text == text for one in part.results]
    diagnosis = diagnose(text, about)
    if diagnosis.weak:
        spans = [one._replace(safe=False) for one in diagnosis.spans]
        diagnosis = diagnosis._replace(spans=spans)
    made = translate(text, results, diagnosis, reading.meanings)
    view = decode(text, made.ours) if made.ours else View()
    return _Content(diagnosis, view, (*made.left, *_left_over(made, view)))


def _left_over(made: Translation, view: View) -> Iterator[tuple[Result, str]]:
    kept = {id(one) for one, _ in made.left}
    for one in view.left_over:
        origin = made.origins.get(id(one.result))
        if origin is not None and id(origin) not in kept:
            kept.add(id(origin))
            yield origin, one.reason


def _status(layer: Layer | None, view: View) -> Any:  # noqa: ANN401 - a literal of the model
    if not (view.mentions or view.quotes or view.stances or view.topics):
        return "raw"
    return "annotated" if layer and layer.kind == "annotation" else "prelabelled"


def _origin(layer: Layer | None, annotator: str | None) -> Origin:
    if layer and layer.kind == "prediction":
        version, score = layer.value.get("model_version"), layer.value.get("score")
        sure = isinstance(score, int | float) and 0 <= score <= 1
        return Origin(
            kind="model",
            name=str(version) if version else "unknown",
            score=float(score) if sure and score is not None else None,
        )
    return Origin(kind="human" if annotator else "import", name=annotator or "label-studio")


def _layer(
    task: Task, key: str, layer: Layer | None, content: _Content, people: People
) -> dict[str, Any]:
    """The foreign layer: what has no place in the record, without names and addresses."""
    held: dict[str, Any] = {
        "text_key": key,
        "task": task.get("id"),
        "data": {name: one for name, one in task["data"].items() if name != key},
        "task_fields": _rest(task),
    }
    if layer is not None:
        left = _in_order(layer, content)
        held |= {
            "annotation": layer.value.get("id"),
            "results": [_as_it_is(one, people) for one in left],
            "regions": _mapped_ends(left, content.view),
            "cancelled": bool(layer.value.get("was_cancelled")),
            "annotation_fields": _rest(layer.value),
        }
    clean: dict[str, Any] = {
        name: value if name == "results" else people.without_names(value)
        for name, value in held.items()
    }
    return {name: value for name, value in clean.items() if _filled(value)}


def _in_order(layer: Layer, content: _Content) -> list[Result]:
    kept = {id(one) for one, _ in content.left}
    return [one for one in layer.results if id(one) in kept]


def _rest(held: dict[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in held.items() if name not in _OF_THE_SERVER and _filled(one)}


def _filled(value: object) -> bool:
    return value not in (None, {}, [], "") and value is not False


def _as_it_is(one: Result, people: People) -> Result:
    """A result without names; the words of a region stay, for they are the text's."""
    clean: Result = people.without_names(one)
    return {**clean, "value": one["value"]} if is_region(one) else clean


def _mapped_ends(left: list[Result], view: View) -> dict[str, str]:
    """The annotations that results which were left lead to, by the ids of their regions."""
    named = (one.get(key) for one in left for key in ("id", "from_id", "to_id"))
    return {str(one): view.names[str(one)] for one in named if str(one) in view.names}


def _article_id(task: Task, text: str) -> str:
    known = task["data"].get(c.ID_KEY) or task.get("id")
    slug = re.sub(r"[^a-z0-9]+", "-", str(known or "").lower()).strip("-")
    if not slug:
        said = str(known) if known is not None else text
        slug = hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:12]
    return f"task-{slug}"[:64]


def _language(text: str) -> str:
    letters = len(_LETTER.findall(text))
    return "ar" if len(_ARABIC.findall(text)) * 2 > letters else "und"


def _findings(name: str, content: _Content, *, mapped: bool) -> Iterator[Finding]:
    """What is not mapped, and what the spans say of their offsets."""
    tell = _teller(name)
    for result, reason in content.left:
        if reason == "it is not mapped":
            verb = "not mapped" if mapped else "not khabar's"
            yield tell("LS005", "info", f"{_kind(result)} is {verb}; kept under extra")
        else:
            yield tell("LS001", "warning", f"{_kind(result)}: {reason}; kept under extra")
    for remark in content.view.remarks:
        yield tell("LS002", "info", remark)
    for span in content.diagnosis.spans:
        if span.name not in ("exact", "no-words"):
            severity: Severity = "warning" if span.safe else "error"
            yield tell("LS004", severity, f"in a span, {SAYINGS[span.name]}")


def _teller(name: str) -> Callable[[str, Severity, str], Finding]:
    def tell(code: str, severity: Severity, message: str) -> Finding:
        pointer = f"/extra/{c.LAYER}/results"
        return Finding(code=code, message=message, severity=severity, article=name, pointer=pointer)

    return tell


def _kind(result: Result) -> str:
    """What a result is, in words that stay few: of answers only the control is named."""
    control = str(result.get("from_name") or result.get("type"))
    if is_answer(result):
        return f"{control} ({result.get('type')})"
    return " ".join([control, "/".join(values(result))]).strip()
