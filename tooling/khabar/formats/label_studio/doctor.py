"""The doctor for Label Studio exports: what is wrong, why, and what can be repaired exactly.

A file is read twice: first to learn which causes the whole of it speaks for, then to tell of each
span, and to repair. What is not touched is written byte for byte.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from khabar.formats.label_studio.diagnosis import (
    HEALTHY,
    Diagnosis,
    Result,
    SpanVerdict,
    Support,
    claim_of,
    diagnose,
    is_answer,
    named,
)
from khabar.formats.label_studio.exports import Entry, Task, as_task, entries
from khabar.formats.label_studio.labelling import Labelling
from khabar.formats.label_studio.parts import Layer, Texts, layers
from khabar.formats.label_studio.people import People, addresses
from khabar.formats.label_studio.symptoms import KINDS, Symptom, labels_of, of_annotation, of_task
from khabar.problem import KhabarError
from khabar.store import STDIN, replacing, unwritable

_EXAMPLES = 3


class Trouble(Struct, kw_only=True):
    """One kind of fault or note, counted.

    Attributes:
        level: ``fault`` or ``note``.
        meaning: what it is, in a sentence.
        count: how often.
        examples: the first few: where, and what.
    """

    level: str
    meaning: str
    count: int = 0
    examples: list[str] = msgspec.field(default_factory=list)


class Repair(Struct, kw_only=True):
    """What one cause asks to be repaired, with the evidence.

    Attributes:
        annotations: how many annotations it explains whole.
        spans: how many spans move.
        examples: the first few: where, from which offsets to which, the words.
    """

    annotations: int = 0
    spans: int = 0
    examples: list[str] = msgspec.field(default_factory=list)


class Examination(Struct, kw_only=True):
    """What an export came to.

    Attributes:
        tasks: how many there are.
        annotations: how many, the skipped ones with them.
        spans: the verdicts on the spans of annotations, counted.
        aside: the same for predictions and drafts.
        annotators: the same by the pseudonym of who made the annotation.
        controls: the same by control and label.
        causes: by what explains an annotation, how many: a cause, ``nothing wrong`` or ``unclear``.
        repairs: what can be repaired exactly, by cause.
        unclear: the first few annotations that no one cause explains, and why.
        troubles: what else there is, by kind.
    """

    tasks: int = 0
    annotations: int = 0
    spans: Counter[str] = msgspec.field(default_factory=Counter)
    aside: Counter[str] = msgspec.field(default_factory=Counter)
    annotators: dict[str, Counter[str]] = msgspec.field(default_factory=dict)
    controls: dict[str, Counter[str]] = msgspec.field(default_factory=dict)
    causes: Counter[str] = msgspec.field(default_factory=Counter)
    repairs: dict[str, Repair] = msgspec.field(default_factory=dict)
    unclear: list[str] = msgspec.field(default_factory=list)
    troubles: dict[str, Trouble] = msgspec.field(default_factory=dict)

    @property
    def healthy(self) -> bool:
        """Whether every span stands where it says, and there is no fault besides."""
        wrong = (self.spans.keys() | self.aside.keys()) - HEALTHY
        return not wrong and not any(one.level == "fault" for one in self.troubles.values())


class Told(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The verdict on one span, for those who want them all.

    Attributes:
        repairable: whether a repair moves it to ``found_start`` and ``found_end``.
    """

    task: Any
    kind: str
    annotation: Any = None
    annotator: str | None = None
    region: Any = None
    control: str | None = None
    labels: tuple[str, ...] = ()
    start: Any = None
    end: Any = None
    words: str | None = None
    verdict: str
    found_start: int | None = None
    found_end: int | None = None
    repairable: bool = False


Listener = Callable[[Told], None]


def examine(
    source: Path,
    labelling: Labelling | None = None,
    *,
    repair: Path | None = None,
    listener: Listener | None = None,
) -> Examination:
    """Examine an export, and write the repaired one if asked to.

    Args:
        source: the export; a file, for it is read twice.
        labelling: its configuration, if it is known.
        repair: where to write the repaired export.
        listener: takes the verdict on every span.

    Raises:
        KhabarError: if the file cannot be read or is no export, or the other cannot be written.
    """
    if str(source) == STDIN:
        raise KhabarError("name a file: an export is read twice, standard input is not")
    support = Support()
    for task in _tasks(source, labelling):
        for _, layer, _ in _diagnosed(task, labelling):
            support.add(layer)
    ward = _Ward(support, labelling, listener)
    if repair is None:
        for entry in entries(source):
            ward.visit(entry, str(source))
    else:
        _write(ward, source, repair)
    return ward.seen


def _tasks(source: Path, labelling: Labelling | None) -> Iterator[Task]:
    controls = labelling.of_the_text() if labelling else {}
    for entry in entries(source):
        yield as_task(entry, str(source), controls)


class _Seen(NamedTuple):
    layer: Layer
    diagnosis: Diagnosis
    text: str


def _diagnosed(task: Task, labelling: Labelling | None) -> Iterator[_Seen]:
    texts = Texts(task, labelling)
    for layer in layers(task):
        for part in texts.parts(layer.results):
            yield _Seen(layer, diagnose(part.text, part.results), part.text)


def _write(ward: "_Ward", source: Path, target: Path) -> None:
    """The repaired export in the form of the other: a list, or objects one after another."""
    try:
        with source.open("rb") as stream:
            listed = stream.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[")
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(target) as stream:
            between = b"[\n" if listed else b""
            for entry in entries(source):
                stream.write(between + ward.visit(entry, str(source)))
                between = b",\n" if listed else b"\n"
            closing = b"]\n" if between == b",\n" else b"[]\n"
            stream.write(b"\n" + closing if listed else b"\n")
    except OSError as error:
        raise unwritable(target, error) from error


class _Ward:
    """Goes from task to task, tells what is wrong, and repairs what it is sure of."""

    def __init__(
        self, support: Support, labelling: Labelling | None, listener: Listener | None
    ) -> None:
        self.seen = Examination()
        self._support = support
        self._labelling = labelling
        self._controls = labelling.of_the_text() if labelling else {}
        self._listener = listener
        self._people = People()
        self._numbers: set[str] = set()
        self._texts: set[int] = set()

    def visit(self, entry: Entry, source: str) -> bytes:
        """Examine an entry; its bytes, repaired where that is sure."""
        task = as_task(entry, source, self._controls)
        self.seen.tasks += 1
        where = f"task {task.get('id', entry.number)}"
        self._note_all(of_task(task, self._labelling), where)
        self._note_repeats(task, where)
        for _ in range(addresses(entry.raw)):
            self._note(Symptom("e-mail", ""), where)
        for layer in layers(task):
            self.seen.annotations += layer.kind == "annotation"
            place = f"{where}, {layer.kind} {layer.value.get('id', '')}".rstrip()
            self._note_all(of_annotation(layer.value, self._labelling), place)
        moved = [self._treat(one, task, where) for one in _diagnosed(task, self._labelling)]
        return _bytes(entry.value) if any(moved) else entry.raw

    def _note_all(self, found: Iterator[Symptom], where: str) -> None:
        for one in found:
            self._note(one, where)

    def _note(self, one: Symptom, where: str) -> None:
        kind = KINDS[one.kind]
        trouble = self.seen.troubles.setdefault(
            one.kind, Trouble(level=kind.level, meaning=kind.meaning)
        )
        trouble.count += 1
        if len(trouble.examples) < _EXAMPLES:
            trouble.examples.append(f"{where}: {one.detail}" if one.detail else where)

    def _note_repeats(self, task: Task, where: str) -> None:
        number = task.get("id")
        minimal = "annotations" in task and "annotator" in task
        if number is not None and not minimal:
            if str(number) in self._numbers:
                self._note(Symptom("twice-given-task", ""), where)
            self._numbers.add(str(number))
        text = hash(json.dumps(task["data"], sort_keys=True))
        if text in self._texts:
            self._note(Symptom("repeated-text", ""), where)
        self._texts.add(text)

    def _treat(self, one: _Seen, task: Task, where: str) -> bool:
        """Tell of one layer's spans and repair them in place; whether anything moved."""
        layer, diagnosis, text = one
        cause = self._support.cause(diagnosis)
        believed = self._support.believed(diagnosis)
        self._count_cause(one, cause[0] if cause else None, where, believed=believed)
        movers = _movers(diagnosis, believed=believed)
        answers = [result for result in layer.results if is_answer(result)]
        for before, span in zip(diagnosis.spans, named(diagnosis, cause), strict=True):
            moves = before in movers
            self._count_span(span, layer)
            if self._listener:
                self._listener(_told(span, layer, task, self._annotator(layer), repairable=moves))
            if moves:
                self._account(span, where, text)
                _move(span, text, answers)
        return bool(movers)

    def _annotator(self, layer: Layer) -> str | None:
        if layer.kind == "prediction":
            return f"model {layer.value.get('model_version') or ''}".strip()
        made_by = layer.value.get("completed_by") or layer.value.get("user")
        return self._people.name(made_by)

    def _count_cause(self, one: _Seen, cause: str | None, where: str, *, believed: bool) -> None:
        diagnosis = one.diagnosis
        if diagnosis.agreed and cause is None:
            edges = any(span.name == "edge-blanks" for span in diagnosis.spans)
            self.seen.causes["edge-blanks" if edges else "nothing wrong"] += 1
            if edges:
                self.seen.repairs.setdefault("edge-blanks", Repair()).annotations += 1
        elif believed and cause is not None:
            self.seen.causes[cause] += 1
            self.seen.repairs.setdefault(cause, Repair()).annotations += 1
        else:
            self.seen.causes["unclear"] += 1
            why = diagnosis.why or "one span alone speaks for a shift"
            if len(self.seen.unclear) < _EXAMPLES * 2:
                self.seen.unclear.append(f"{where}, {one.layer.kind}: {why}")

    def _count_span(self, span: SpanVerdict, layer: Layer) -> None:
        if layer.kind == "annotation":
            self.seen.spans[span.name] += 1
        else:
            self.seen.aside[span.name] += 1
        who = self._annotator(layer) or "nobody named"
        who = who if layer.kind != "draft" else f"{who}, draft"
        self.seen.annotators.setdefault(who, Counter())[span.name] += 1
        label = ", ".join(labels_of(span.result)) or "(none)"
        control = f"{span.result.get('from_name')}: {label}"
        self.seen.controls.setdefault(control, Counter())[span.name] += 1

    def _account(self, span: SpanVerdict, where: str, text: str) -> None:
        repair = self.seen.repairs.setdefault(span.name, Repair())
        repair.spans += 1
        value = span.result["value"]
        if len(repair.examples) < _EXAMPLES:
            repair.examples.append(
                f"{where}: {value['start']}:{value['end']} → {span.start}:{span.end}"
                f" «{text[span.start : span.end]}»"
            )


def _movers(diagnosis: Diagnosis, *, believed: bool) -> list[SpanVerdict]:
    """The spans that a repair moves: those explained, and blanks at edges in any case."""
    found = []
    for span in diagnosis.spans:
        claim = claim_of(span.result)
        moved = claim is not None and (claim.start, claim.end) != (span.start, span.end)
        sure = span.safe and (believed or span.name == "edge-blanks")
        if moved and sure and "globalOffsets" not in span.result["value"]:
            found.append(span)
    return found


def _move(span: SpanVerdict, text: str, answers: list[Result]) -> None:
    """Give a span its place, and with it the answers that belong to it."""
    value = span.result["value"]
    old = value["start"], value["end"]
    words = text[span.start : span.end]
    for held in (value, *_answers_of(span.result, answers, old)):
        held |= {"start": span.start, "end": span.end}
        if isinstance(held.get("text"), str):
            held["text"] = words


def _answers_of(
    region: Result, answers: list[Result], place: tuple[int, int]
) -> Iterator[dict[str, Any]]:
    for one in answers:
        value = one.get("value")
        if (
            one.get("id") == region.get("id") is not None
            and isinstance(value, dict)
            and (value.get("start"), value.get("end")) == place
        ):
            yield value


def _bytes(value: object) -> bytes:
    try:
        return json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half a surrogate pair: only an escape can say it
        return json.dumps(value).encode()


def _told(
    span: SpanVerdict, layer: Layer, task: Task, annotator: str | None, *, repairable: bool
) -> Told:
    result = span.result
    value = result["value"]
    found = span.name not in ("lost", "no-offsets")
    return Told(
        task=task.get("id"),
        kind=layer.kind,
        annotation=layer.value.get("id"),
        annotator=annotator,
        region=result.get("id"),
        control=result.get("from_name"),
        labels=tuple(labels_of(result)),
        start=value.get("start"),
        end=value.get("end"),
        words=value.get("text"),
        verdict=span.name,
        found_start=span.start if found else None,
        found_end=span.end if found else None,
        repairable=repairable,
    )
