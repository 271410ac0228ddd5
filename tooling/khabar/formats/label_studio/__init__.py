"""Label Studio JSON: tasks with annotations, ours without loss and others' as foreign layers."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from khabar.formats._format import LossReport, Report, ignore
from khabar.formats.label_studio import foreign
from khabar.formats.label_studio.asking import Asked, asked_of, asking
from khabar.formats.label_studio.carried import Carried, base_article, is_ours, layer_of
from khabar.formats.label_studio.config import config
from khabar.formats.label_studio.data import digest
from khabar.formats.label_studio.decode import View, decode
from khabar.formats.label_studio.encode import encode, to_task
from khabar.formats.label_studio.exports import Task, tasks
from khabar.formats.label_studio.foreign import Reading
from khabar.formats.label_studio.labelling import read_labelling
from khabar.formats.label_studio.layers import LAYERS, laid, own, part, visible
from khabar.formats.label_studio.mapping import Map, read_map
from khabar.formats.label_studio.merge import merge, unchanged
from khabar.formats.label_studio.parts import Layer, layers
from khabar.formats.label_studio.people import People, pseudonym
from khabar.formats.label_studio.regions import LeftOver
from khabar.formats.label_studio.remnants import without_remnants
from khabar.formats.label_studio.said import in_lines, results_of, said, said_in
from khabar.model import Article, annotations, covered
from khabar.problem import Finding
from khabar.store import replacing, unwritable, write_bytes

__all__ = [
    "LAYERS",
    "Asked",
    "Carried",
    "Imported",
    "asked_of",
    "asking",
    "base_article",
    "config",
    "covered",
    "digest",
    "from_task",
    "in_lines",
    "is_ours",
    "laid",
    "layer_of",
    "part",
    "pseudonym",
    "read_annotation",
    "results_of",
    "said",
    "said_in",
    "tasks",
    "to_task",
]

NAME = "label-studio"
SUFFIXES = (".ls.json",)
SUMMARY = "tasks with annotations, as Label Studio imports and exports them"
LOSES: frozenset[str] = frozenset()
OPTIONS = frozenset({"config", "map"})

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
        same: whether it says what went out, and nothing else.
        reasons: what an adjudicator gave as reasons, by annotation; under "" that of all others.
        findings: what could not be mapped or was read with some freedom.
    """

    article: Article
    annotator: str | None = None
    annotation: int | None = None
    cancelled: bool = False
    foreign: bool = False
    same: bool = False
    reasons: dict[str, str] = {}
    findings: tuple[Finding, ...] = ()


def from_task(
    task: Task, name: Pseudonym = pseudonym, reading: Reading | None = None
) -> Iterator[Imported]:
    """Yield what each annotation of a task says; for a task without any, the article itself.

    Args:
        task: the task.
        name: gives pseudonyms.
        reading: how to read a task that is not khabar's.

    Raises:
        KhabarError: if the task's text is not the one that went out, or there is no text.
    """
    if not is_ours(task):
        yield from _read_foreign(task, name, reading or Reading())
        return
    base, layer = base_article(task), layer_of(task)
    made = task.get("annotations") or [
        {"result": one["result"]} for one in task.get("predictions") or () if "result" in one
    ]
    for annotation in made:
        yield read_annotation(base, layer, annotation, name)
    if not made:
        yield Imported(article=base)


def read_annotation(
    base: Article, layer: str | None, annotation: dict[str, Any], name: Pseudonym, sent: str = ""
) -> Imported:
    """What one annotation of a task that khabar made says.

    Args:
        base: the article as it went out.
        layer: the layer that the page showed, None for all.
        annotation: as Label Studio has it; its results may still be unread.
        name: gives pseudonyms.
        sent: `said` of the results that went out, if it is known: where it is what came back,
            neither is read.
    """
    annotator = name(annotation.get("completed_by"))
    findings: tuple[Finding, ...] = ()
    reasons: dict[str, str] = {}
    same = bool(sent) and said(annotation.get("result") or ()) == sent
    if not same:
        shown, results = encode(visible(base, layer)), results_of(annotation)
        same = shown == results or said(shown) == (said(results) or None)
    if same:
        article = unchanged(base, editor=annotator)
    else:
        view = decode(base.text, shown, base.entities)
        taken = (one.id for _, one in annotations(base))
        if asked := asked_of(base):
            results = without_remnants(results, asked)
        got = decode(base.text, results, base.entities, sent=view, taken=taken)
        got = own(view, got, layer)
        article = merge(base, view, got, editor=annotator)
        findings, reasons = tuple(_told(base.id, view, got)), got.reasons
    return Imported(
        article=article,
        annotator=annotator,
        annotation=annotation.get("id"),
        cancelled=bool(annotation.get("was_cancelled")),
        same=same,
        reasons=reasons,
        findings=findings,
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


def _read_foreign(task: Task, name: Pseudonym, reading: Reading) -> Iterator[Imported]:
    """Each annotation, or each prediction where there is none, or the bare text."""
    every = list(layers(task))
    made = [one for one in every if one.kind == "annotation"]
    chosen: list[Layer | None] = [*made] or [one for one in every if one.kind == "prediction"]
    for layer in chosen or [None]:
        annotator = name(layer.value.get("completed_by")) if layer else None
        article, findings = foreign.article(task, layer, annotator, reading)
        yield Imported(
            article=article,
            annotator=annotator,
            annotation=layer.value.get("id") if layer else None,
            cancelled=bool(layer and layer.value.get("was_cancelled")),
            foreign=True,
            findings=tuple(findings),
        )


def read(
    source: Path,
    report: Report = ignore,
    *,
    config: Path | None = None,
    map: Path | None = None,  # noqa: A002 - as the option is called
) -> Iterator[Article]:
    """Yield an article for each annotation of each task.

    Args:
        source: the export.
        report: takes what could not be mapped, and what is wrong with spans.
        config: the labelling configuration of an export that others made.
        map: what its controls and labels mean; see `mapping`.

    Raises:
        KhabarError: if a file cannot be read, or is not what it should be.
    """
    labelling = read_labelling(config) if config else None
    meanings = read_map(map) if map else Map()
    people = People(meanings.annotators)
    reading = Reading(labelling=labelling, meanings=meanings, people=people)
    controls = labelling.of_the_text() if labelling else {}
    for task in tasks(source, controls | dict.fromkeys(meanings.answers, "choices")):
        for finding in _left_behind(task):
            report(finding)
        for one in from_task(task, people.name, reading):
            for finding in one.findings:
                report(finding)
            yield one.article


def _left_behind(task: Task) -> Iterator[Finding]:
    for key in ("drafts", "predictions"):
        for _ in task.get(key) or () if task.get("annotations") else ():
            message = f"{key} are no annotations; they stay behind"
            yield Finding(code="LS003", severity="info", message=message)


def write(articles: Iterable[Article], target: Path) -> LossReport:
    """Write articles as one import file, a task a line, and the page for them beside it.

    The page is the labelling configuration, in ``NAME.config.xml``: without it a project shows
    nothing of what the tasks hold.

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
        write_bytes(page_beside(target), config().encode())
    except OSError as error:
        raise unwritable(target, error) from error
    return LossReport(articles=count)


def page_beside(target: Path) -> Path:
    """Where the labelling configuration for an import file stands."""
    name = target.name
    for suffix in (*SUFFIXES, target.suffix):
        name = name.removesuffix(suffix)
    return target.with_name(f"{name}.config.xml")
