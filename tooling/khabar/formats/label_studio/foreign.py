"""Exports that others made: their text becomes an article, their labels a foreign layer.

What their controls mean is theirs to say, so nothing is mapped by guess: every result is kept as
it is under `extra`, with the task's other data, and each annotator's annotation is an article.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Any

from khabar.formats.label_studio import controls as c
from khabar.formats.label_studio.exports import Task
from khabar.formats.label_studio.regions import Result
from khabar.model import SCHEMA, Article, Origin
from khabar.problem import Finding, KhabarError, Severity
from khabar.text import Claim, equal_as_shown, judge
from khabar.text.verdicts import SENTENCES

_ARABIC = re.compile(r"[\u0620-\u064a\u0671-\u06d3]")
_LETTER = re.compile(r"[^\W\d_]")


def text_key(task: Task) -> str:
    """The key of the data that the offsets count into: where most spans select their words.

    Raises:
        KhabarError: if the data holds no text.
    """
    data = task["data"]
    texts = {key: value for key, value in data.items() if isinstance(value, str) and value}
    if not texts:
        raise KhabarError(f"task {task.get('id')}: its data holds no text")
    spans = [claim for one in task.get("annotations") or () for claim in claims(_results(one))]

    def fit(key: str) -> tuple[int, bool, int]:
        exact = sum(texts[key][start:end] == words for start, end, words in spans)
        return exact, key == c.TEXT, len(texts[key])

    return str(max(texts, key=fit))


def claims(results: Iterable[Result]) -> list[Claim]:
    """The spans that results state, as they state them."""
    values = [one["value"] for one in results if isinstance(one.get("value"), dict)]
    return [
        Claim(value["start"], value["end"], value["text"])
        for value in values
        if isinstance(value.get("start"), int)
        and isinstance(value.get("end"), int)
        and isinstance(value.get("text"), str)
    ]


def article(task: Task, annotation: dict[str, Any] | None, annotator: str | None) -> Article:
    """One annotation of a task as an article with a foreign layer.

    Args:
        task: the task, with its data.
        annotation: one of its annotations, None for a task that has none.
        annotator: pseudonym of who made it.

    Raises:
        KhabarError: if the data holds no text.
    """
    key = text_key(task)
    data = {name: value for name, value in task["data"].items() if name != key}
    layer: dict[str, Any] = {"text_key": key, "task": task.get("id"), "data": data}
    if annotation is not None:
        layer["annotation"] = annotation.get("id")
        layer["results"] = _results(annotation)
        layer["cancelled"] = bool(annotation.get("was_cancelled"))
        layer["lead_time"] = annotation.get("lead_time")
    filled = {name: value for name, value in layer.items() if value not in (None, {}, False)}
    text: str = task["data"][key]
    return Article(
        schema=SCHEMA,
        id=_article_id(task, text),
        language=_language(text),
        text=text,
        status="raw",
        origin=Origin(kind="human" if annotator else "import", name=annotator or "label-studio"),
        extra={c.LAYER: filled},
    )


def _results(annotation: dict[str, Any]) -> list[Result]:
    found = annotation.get("result")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _article_id(task: Task, text: str) -> str:
    known = task["data"].get(c.ID_KEY) or task.get("id")
    if known is None:
        known = hashlib.sha256(text.encode()).hexdigest()[:12]
    slug = re.sub(r"[^a-z0-9]+", "-", str(known).lower()).strip("-")
    return f"task-{slug}"[:64]


def _language(text: str) -> str:
    letters = len(_LETTER.findall(text))
    return "ar" if len(_ARABIC.findall(text)) * 2 > letters else "und"


def remarks(made: Article) -> Iterator[Finding]:
    """What a foreign layer holds that is not mapped, and what its spans say of their offsets."""
    results = (made.extra or {})[c.LAYER].get("results", ())
    for result in results:
        yield _remark(made, "LS005", "info", f"{_kind(result)} is not khabar's; kept under extra")
    for verdict in judge(made.text, claims(results), equal_as_shown).verdicts:
        if verdict.cause != "exact":
            severity: Severity = "error" if verdict.cause == "lost" else "warning"
            yield _remark(made, "LS004", severity, f"in a span, {SENTENCES[verdict.cause]}")


def _kind(result: Result) -> str:
    value = result.get("value")
    names = result.get("labels") or (value.get("labels") if isinstance(value, dict) else None)
    control = result.get("from_name") or result.get("type")
    return f"{control} {'/'.join(map(str, names))}" if isinstance(names, list) else str(control)


def _remark(made: Article, code: str, severity: Severity, message: str) -> Finding:
    pointer = f"/extra/{c.LAYER}/results"
    return Finding(code=code, message=message, severity=severity, article=made.id, pointer=pointer)
