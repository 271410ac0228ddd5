"""Results of somebody's page as results of ours, where a map says what they mean.

What a map gives no meaning, and spans whose place is not sure, stay as they are; they are told and
kept by the caller.
"""

from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from khabar.formats.label_studio import controls as c
from khabar.formats.label_studio.diagnosis import (
    Diagnosis,
    Result,
    SpanVerdict,
    is_answer,
    is_region,
    is_relation,
)
from khabar.formats.label_studio.mapping import TEXTS, TOPIC, Map, values

_UNSURE = "its place is not sure: {}"


class Translation(Struct, kw_only=True):
    """What became of the results of an annotation.

    Attributes:
        ours: results as our page would have them.
        origins: by the id of each of those objects, the result that it came from.
        left: results, or parts of results, that mean nothing here, and why.
    """

    ours: list[Result] = field(default_factory=list)
    origins: dict[int, Result] = field(default_factory=dict)
    left: list[tuple[Result, str]] = field(default_factory=list)


def translate(
    text: str, results: Sequence[Result], diagnosis: Diagnosis, meanings: Map
) -> Translation:
    """Translate an annotation's results.

    Args:
        text: the text they are about.
        results: as they are.
        diagnosis: of their spans; only those whose place is sure are translated.
        meanings: the map.
    """
    made = Translation()
    verdicts = {id(one.result): one for one in diagnosis.spans}
    taken: set[tuple[str, str]] = set()
    topics: list[list[str]] = []
    for one in results:
        found = list(_meaning(text, one, meanings, verdicts.get(id(one))))
        if not found or any(ours is None for ours, _ in found):
            why = next((reason for ours, reason in found if ours is None), "it is not mapped")
            made.left.append((one, why))
        for ours, _ in found:
            if ours is None:
                continue
            if ours.get("from_name") == c.TOPICS:
                topics.append([ours["value"]])
                continue
            if ours["type"] == "labels":
                _give_own_id(ours, taken)
            made.ours.append(ours)
            made.origins[id(ours)] = one
    if topics:
        value = {"taxonomy": topics}
        made.ours.append({"from_name": c.TOPICS, "type": "taxonomy", "value": value})
    return made


def _give_own_id(ours: Result, taken: set[tuple[str, str]]) -> None:
    """Of two labels on one id that mean the same kind of thing, the second is another region."""
    name, number = ours["id"], 1
    while (ours["id"], ours["from_name"]) in taken:
        number += 1
        ours["id"] = f"{name}+{number}"
    taken.add((ours["id"], ours["from_name"]))


Meaning = tuple[Result | None, str]
"""A result of ours, or None with the reason why there is none."""


def _meaning(
    text: str, one: Result, meanings: Map, verdict: SpanVerdict | None
) -> Iterator[Meaning]:
    control = str(one.get("from_name"))
    if is_relation(one):
        yield from _relation(one, meanings)
    elif is_region(one):
        given = meanings.labels.get(control, {})
        for label in values(one):
            yield _region(text, one, given.get(label, ""), verdict)
    elif is_answer(one) and one.get("type") == "textarea":
        yield _text(one, meanings.texts.get(control, ""))
    elif is_answer(one):
        given = meanings.answers.get(control, {})
        for choice in values(one):
            yield _answer(one, given.get(choice, "") or given.get(choice.rpartition("/")[2], ""))


def _relation(one: Result, meanings: Map) -> Iterator[Meaning]:
    """A relation without a label is read where its ends tell what it is, if regions are mapped."""
    names = values(one)
    if not names and meanings.labels:
        yield dict(one), ""
    for name in names:
        code = meanings.relations.get(name)
        yield (
            ({**one, "from_name": None, "labels": [code]}, "")
            if code
            else (None, "it is not mapped")
        )


def _region(text: str, one: Result, meaning: str, verdict: SpanVerdict | None) -> Meaning:
    control, _, code = meaning.partition(":")
    if not code:
        return None, "it is not mapped"
    if verdict is None or not verdict.safe:
        return None, _UNSURE.format(verdict.name if verdict else "it is about another text")
    start, end = verdict.start, verdict.end
    value = {"start": start, "end": end, "text": text[start:end], "labels": [code]}
    return _ours(one, control, "labels", value), ""


def _text(one: Result, meaning: str) -> Meaning:
    if meaning not in TEXTS:
        return None, "it is not mapped"
    return _ours(one, TEXTS[meaning], "textarea", {"text": one["value"].get("text")}), ""


def _answer(one: Result, meaning: str) -> Meaning:
    control, _, code = meaning.partition(":")
    if not code:
        return None, "it is not mapped"
    if control == TOPIC:
        return {"from_name": c.TOPICS, "type": "taxonomy", "value": code}, ""
    if one.get("id") is None or "start" not in one["value"]:
        return None, "it answers for no region"
    return _ours(one, control, "choices", {"choices": [code]}), ""


def _ours(one: Result, control: str, kind: str, value: Result) -> Result:
    return {"id": one.get("id"), "from_name": control, "type": kind, "value": value}
