"""The map that says what the controls and labels of somebody's page mean in khabar.

A small table, TOML or JSON, that a person fills in: nothing is mapped by guess. What stands in it
without a meaning, or not at all, is kept as a foreign layer.

    text = "body"                       # key of the data, where it is not plain

    [labels.ner]                        # what the labels of the control "ner" mean
    Person = "mention:PER"
    Quote = "quote:content"

    [answers.type]                      # choices and nodes of a taxonomy
    direct = "quote_type:direct"

    [texts]                             # what is written into text boxes
    comment = "note"

    [relations]
    said_by = "source"

    [annotators]                        # pseudonyms, by number of the account or address
    19148 = "alpha"
"""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from khabar.formats.label_studio import controls as c
from khabar.formats.label_studio.diagnosis import Result, is_answer, is_region, is_relation
from khabar.formats.label_studio.exports import tasks
from khabar.formats.label_studio.labelling import Labelling
from khabar.formats.label_studio.parts import layers
from khabar.problem import KhabarError
from khabar.schema import labels

TEXTS = {"note": c.NOTE, "claim": c.CLAIM, "entity": c.ENTITY_NEW}
"""What a text box may mean, with the control that it becomes."""

TOPIC = "topic"
_LABELS = {
    c.MENTION: ("mention-types",),
    c.QUOTE: ("quote-parts",),
    c.STANCE: ("stances", "stance-parts"),
}
_ANSWERS = {
    c.QUOTE_TYPE: ("quote-types",),
    c.POLARITY: ("polarities",),
    c.LEVEL: ("levels",),
    c.BASIS: ("bases",),
    TOPIC: ("topics",),
}
_METONYM = "metonym"
_PSEUDONYM = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


class Map(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the controls of an export mean.

    Attributes:
        text: the key of the data that holds the text, "" where it is found out.
        labels: by control and label, ``mention:PER``, ``quote:cue``, ``stance:favor``.
        answers: by control and choice, ``quote_type:direct``, ``topic:medtop:11000000``.
        texts: by control, ``note``, ``claim`` or ``entity``.
        relations: by label, the code of a relation.
        annotators: pseudonyms, by number or address of the account.
    """

    text: str = ""
    labels: Mapping[str, Mapping[str, str]] = {}
    answers: Mapping[str, Mapping[str, str]] = {}
    texts: Mapping[str, str] = {}
    relations: Mapping[str, str] = {}
    annotators: Mapping[str, str] = {}


def read_map(path: Path) -> Map:
    """Read a map from its file.

    Raises:
        KhabarError: if it cannot be read, or a meaning in it is none; the message has those that
            there are.
    """
    try:
        data = path.read_bytes()
        table = json.loads(data) if path.suffix == ".json" else tomllib.loads(data.decode())
        read = msgspec.convert(table, Map)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise KhabarError(f"{path}: cannot be read: {reason}") from error
    except (ValueError, msgspec.ValidationError) as error:
        raise KhabarError(f"{path}: this is no map: {error}") from error
    for problem in _problems(read):
        raise KhabarError(f"{path}: {problem}")
    return read


def _problems(read: Map) -> Iterator[str]:
    answers = {**_ANSWERS, c.METONYM: ()}
    yield from _wrong_meanings("labels", read.labels, _LABELS)
    yield from _wrong_meanings("answers", read.answers, answers)
    yield from _wrong_codes("texts", read.texts, TEXTS)
    yield from _wrong_codes("relations", read.relations, labels("relations"))
    for account, name in read.annotators.items():
        if not _PSEUDONYM.fullmatch(name):
            yield f"[annotators] {account}: {name!r} is no pseudonym: a-z, 0-9 and hyphens"


def _wrong_meanings(
    what: str, groups: Mapping[str, Mapping[str, str]], kinds: Mapping[str, tuple[str, ...]]
) -> Iterator[str]:
    for control, meanings in groups.items():
        for name, meaning in meanings.items():
            if meaning and (known := _unknown(meaning, kinds)):
                yield f"[{what}.{control}] {name} = {meaning!r} means nothing; {known}"


def _wrong_codes(
    what: str, meanings: Mapping[str, str], codes: Mapping[str, object]
) -> Iterator[str]:
    for name, meaning in meanings.items():
        if meaning and meaning not in codes:
            known = ", ".join(codes)
            yield f"[{what}] {name} = {meaning!r} means nothing; known are {known}"


def _unknown(meaning: str, kinds: Mapping[str, tuple[str, ...]]) -> str:
    """What could have been meant, "" if the meaning is one."""
    kind, _, code = meaning.partition(":")
    if kind not in kinds:
        return "known are " + ", ".join(f"{name}:…" for name in kinds)
    if kind == c.METONYM:
        return "" if code == _METONYM else f"known is {c.METONYM}:{_METONYM}"
    codes = [one for name in kinds[kind] for one in labels(name)]
    if code in codes:
        return ""
    return f"known are {', '.join(f'{kind}:{one}' for one in codes[:20])}"


def skeleton(source: Path, labelling: Labelling | None = None) -> str:
    """A map of everything that an export holds, meanings left empty, as TOML.

    Args:
        source: the export.
        labelling: its configuration; adds what is offered and was never used.

    Raises:
        KhabarError: if the file cannot be read or is no export.
    """
    found = _Census()
    for task in tasks(source, labelling.of_the_text() if labelling else None):
        for layer in layers(task):
            for result in layer.results:
                found.add(result)
    if labelling:
        found.offer(labelling)
    return found.toml()


class _Census:
    def __init__(self) -> None:
        self._labels: dict[str, Counter[str]] = {}
        self._answers: dict[str, Counter[str]] = {}
        self._texts: Counter[str] = Counter()
        self._relations: Counter[str] = Counter()

    def add(self, result: Result) -> None:
        control = str(result.get("from_name"))
        if is_relation(result):
            self._relations.update(values(result))
        elif is_region(result):
            self._labels.setdefault(control, Counter()).update(values(result))
        elif is_answer(result) and result.get("type") == "textarea":
            self._texts[control] += 1
        elif is_answer(result):
            self._answers.setdefault(control, Counter()).update(values(result))

    def offer(self, labelling: Labelling) -> None:
        for name, one in labelling.controls.items():
            if one.kind.endswith("labels"):
                held = self._labels.setdefault(name, Counter())
            elif one.kind in ("choices", "taxonomy"):
                held = self._answers.setdefault(name, Counter())
            else:
                continue
            held.update(dict.fromkeys(one.values, 0))
        self._relations.update(dict.fromkeys(labelling.relations, 0))

    def toml(self) -> str:
        lines = [
            "# What the controls and labels of this export mean in khabar.",
            "# Fill in meanings between the quotes; what stays empty is kept under `extra`.",
            f"# Labels: {_said(_LABELS)}",
            f"# Answers: {_said(_ANSWERS, {TOPIC})}, topic:CODE, {c.METONYM}:{_METONYM}",
            f"# Texts: {', '.join(TEXTS)}. Relations: {', '.join(labels('relations'))}.",
            "",
            '# text = "key of the data that holds the text"',
        ]
        for title, groups in (("labels", self._labels), ("answers", self._answers)):
            for control, counts in sorted(groups.items()):
                lines += ["", f"[{title}.{_quoted(control)}]", *_entries(counts)]
        for title, counts in (("texts", self._texts), ("relations", self._relations)):
            if counts:
                lines += ["", f"[{title}]", *_entries(counts)]
        return "\n".join(lines) + "\n"


def _said(
    kinds: Mapping[str, tuple[str, ...]], but: set[str] | frozenset[str] = frozenset()
) -> str:
    """All meanings, in a line."""
    every = (
        (kind, code) for kind, names in kinds.items() for name in names for code in labels(name)
    )
    return ", ".join(f"{kind}:{code}" for kind, code in every if kind not in but)


def _entries(counts: Counter[str]) -> list[str]:
    return [f'{_quoted(name)} = ""  # {count}' for name, count in counts.most_common()]


def _quoted(name: str) -> str:
    """A key of TOML: what JSON escapes is escaped the same, and DEL besides."""
    return json.dumps(name, ensure_ascii=False).replace("\x7f", "\\u007f")


def values(result: Result) -> list[str]:
    """What a result holds: labels, choices, the nodes of a taxonomy by their whole paths."""
    holder: Any = result if is_relation(result) else result.get("value")
    found = [
        "/".join(map(str, one)) if isinstance(one, list) else str(one)
        for key, given in (holder.items() if isinstance(holder, dict) else ())
        if key.endswith("labels") or key in ("choices", "taxonomy")
        for one in (given if isinstance(given, list) else [given])
        if one
    ]
    return [one for one in found if one]
