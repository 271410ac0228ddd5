"""What else can be wrong with an export: what breaks a labelling page, loses data or names people.

A fault makes an export sick. A note does not: it says what is there and may surprise, such as
drafts. What each of them does in Label Studio was seen live, in version 1.23.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from khabar.formats.label_studio.diagnosis import Result, is_answer, is_region, is_relation
from khabar.formats.label_studio.exports import Task, lists
from khabar.formats.label_studio.labelling import Labelling

Level = Literal["fault", "note"]


class Kind(NamedTuple):
    """One kind of symptom: how bad it is, and what it means, in a sentence."""

    level: Level
    meaning: str


KINDS: dict[str, Kind] = {
    "no-text": Kind("fault", "the data holds no text that spans could count into"),
    "no-text-key": Kind("fault", "the data lacks the key that the configuration shows"),
    "bad-character": Kind("fault", "NUL or half a surrogate pair: offsets shift, exports break"),
    "twice-given-task": Kind("fault", "two tasks have the same number"),
    "twice-given-region": Kind("fault", "one id for two regions of a control: a page shows one"),
    "no-region-id": Kind("fault", "a region has no id, or a number: a page cannot take it"),
    "blank-label": Kind("fault", "a region has no label"),
    "dangling-relation": Kind("fault", "a relation leads to a missing region: a page breaks"),
    "orphaned-answer": Kind("fault", "an answer's region is missing: a page drops it"),
    "unknown-control": Kind("fault", "the configuration has no such control: a page drops it"),
    "unknown-label": Kind("fault", "the configuration has no such label, choice or relation"),
    "bad-result": Kind("fault", "a result is no object, or has no value"),
    "repeated-text": Kind("note", "two tasks have the same text"),
    "no-relation-label": Kind("note", "a relation has no label: nobody has said what it means"),
    "two-labels": Kind("note", "a region has several labels"),
    "empty": Kind("note", "an annotation without a result: nothing was there to mark"),
    "cancelled": Kind("note", "a skipped task: no annotation"),
    "draft": Kind("note", "a draft: no annotation yet"),
    "prediction": Kind("note", "a prediction: no annotation"),
    "e-mail": Kind("note", "an e-mail address; khabar convert leaves none outside the text"),
}


class Symptom(NamedTuple):
    """One thing that is wrong: its kind, and the words for it."""

    kind: str
    detail: str


def of_task(task: Task, labelling: Labelling | None) -> Iterator[Symptom]:
    """Yield what is wrong with a task besides its annotations."""
    data = task["data"]
    texts = [value for value in data.values() if isinstance(value, str)]
    if not any(texts):
        yield Symptom("no-text", f"its data has {', '.join(map(str, data))}")
    for key in labelling.text_keys() if labelling else ():
        if not isinstance(data.get(key), str):
            yield Symptom("no-text-key", f"there is no text under {key}")
    for text in texts:
        if "\0" in text or not is_text(text):
            yield Symptom("bad-character", "in its data")
    for key, kind in (("drafts", "draft"), ("predictions", "prediction")):
        found = task.get(key)
        for _ in found if isinstance(found, list) else ():
            yield Symptom(kind, "")


def is_text(text: str) -> bool:
    """Whether a text can be written down: half a surrogate pair cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def of_annotation(annotation: dict[str, Any], labelling: Labelling | None) -> Iterator[Symptom]:
    """Yield what is wrong with an annotation besides its offsets."""
    given = annotation.get("result")
    if not isinstance(given, list):
        yield Symptom("bad-result", "its result is no list")
        return
    results = lists(annotation, "result")
    for _ in range(len(given) - len(results)):
        yield Symptom("bad-result", "a result is no object")
    if annotation.get("was_cancelled"):
        yield Symptom("cancelled", "")
    elif not given and "completed_by" in annotation:
        yield Symptom("empty", "")
    yield from _of_regions(results)
    yield from _of_links(results)
    if labelling:
        for one in results:
            yield from _unknown(one, labelling)


def _of_regions(results: list[Result]) -> Iterator[Symptom]:
    regions = [one for one in results if is_region(one)]
    minimal = not any("id" in one for one in results)  # of JSON-MIN, which has no ids
    seen: Counter[tuple[object, object]] = Counter()
    for one in regions:
        name = _name(one)
        if not minimal and not isinstance(one.get("id"), str):
            yield Symptom("no-region-id", name)
        elif not minimal:
            key = one.get("id"), one.get("from_name")
            seen[key] += 1
            if seen[key] == 2:
                yield Symptom("twice-given-region", f"{one.get('id')} of {one.get('from_name')}")
        labels = labels_of(one)
        if not any(labels):
            yield Symptom("blank-label", name)
        elif len(labels) > 1:
            yield Symptom("two-labels", f"{name}: {', '.join(labels)}")


def _of_links(results: list[Result]) -> Iterator[Symptom]:
    known = {one.get("id") for one in results if not is_relation(one) and not is_answer(one)}
    for one in results:
        if is_relation(one):
            for end in ("from_id", "to_id"):
                if one.get(end) not in known:
                    yield Symptom("dangling-relation", f"{end} {one.get(end)}")
            if not any(labels_of(one)):
                yield Symptom("no-relation-label", f"{one.get('from_id')} to {one.get('to_id')}")
        elif not isinstance(one.get("value"), dict):
            yield Symptom("bad-result", f"{_name(one)} has no value")
        elif is_answer(one) and "start" in one["value"] and one.get("id") not in known:
            yield Symptom("orphaned-answer", _name(one))


def _unknown(one: Result, labelling: Labelling) -> Iterator[Symptom]:
    if is_relation(one):
        known = labelling.relations
        for label in labels_of(one):
            if known and label not in known:
                yield Symptom("unknown-label", f"relation {label}")
        return
    name = str(one.get("from_name"))
    control = labelling.controls.get(name)
    if control is None:
        yield Symptom("unknown-control", name)
    elif not control.open:
        for label in labels_of(one):
            if label not in control.values:
                yield Symptom("unknown-label", f"{name} {label}")


def labels_of(one: Result) -> list[str]:
    """The labels, choices or nodes of a taxonomy that a result holds; a relation's labels.

    A path of a taxonomy counts by its parts.
    """
    holder = one if is_relation(one) else one.get("value")
    if not isinstance(holder, dict):
        return []
    found: list[str] = []
    for key, values in holder.items():
        if not (key.endswith("labels") or key in ("choices", "taxonomy")):
            continue
        for value in values if isinstance(values, list) else [values]:
            found += map(str, value) if isinstance(value, list) else [str(value)]
    return [one for one in found if one and one != "None"]


def _name(one: Result) -> str:
    return f"{one.get('from_name') or one.get('type')} {one.get('id', '')}".strip()
