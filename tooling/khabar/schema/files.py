"""The only opener of ``schema/``: the JSON Schema, its vocabularies and its older versions."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, cast

import msgspec
from msgspec import Struct

from khabar.model import SCHEMA
from khabar.problem import KhabarError

VERSIONS = ("khabar/0.1", SCHEMA)
"""Versions of the schema that this release reads, oldest first; a later one allows all of them."""

BESIDE = ("adjudication-reasons",)
"""Vocabularies whose codes stand beside articles, never in one: no part of the schema's version."""


class Label(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of a vocabulary.

    Attributes:
        code: what articles store.
        ar: Arabic name, one short word where it stands on a labelling page; None where the
            source gives none.
        en: English name.
        definition: what it means.
        example: Arabic words it applies to.
        color: background on the labelling page, ``#rrggbb``.
        hotkey: key on the labelling page.
        refers_to: entity types that a mention of this type may link to.
        may_contain: mention types that may be nested in it.
        wojood: corresponding labels of the Wojood corpus.
        broader: code of the wider topic.
        qid: Wikidata item.
        retired: ISO date from which the code is no longer given.
    """

    code: str
    en: str
    ar: str | None = None
    definition: str = ""
    example: str = ""
    color: str | None = None
    hotkey: str | None = None
    refers_to: tuple[str, ...] = ()
    may_contain: tuple[str, ...] = ()
    wojood: tuple[str, ...] = ()
    broader: str | None = None
    qid: str | None = None
    retired: str | None = None


class Vocabulary(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of ``schema/labels/``: its title, what it is about, its labels in order."""

    title: str
    description: str
    labels: tuple[Label, ...]
    source: str = ""
    license: str = ""


@cache
def directory() -> Path:
    """The folder ``schema/``: beside the package in a wheel, at the top of a checkout.

    Raises:
        KhabarError: if neither is there.
    """
    package = Path(__file__).resolve().parents[1]
    for candidate in (package / "_schema", package.parents[1] / "schema"):
        if (candidate / "article.schema.json").is_file():
            return candidate
    raise KhabarError("the folder schema/ is missing from this installation; install khabar again")


def source_files() -> tuple[Path, ...]:
    """The files that say what an article is: the JSON Schema and its vocabularies."""
    files = sorted((directory() / "labels").glob("*.json"))
    return directory() / "article.schema.json", *(one for one in files if one.stem not in BESIDE)


@cache
def vocabulary(name: str) -> Vocabulary:
    """A vocabulary by its file's name; ``entity-types`` are the mention types that refer to
    themselves.

    Raises:
        KhabarError: if there is no such vocabulary or its file is damaged.

    Example:
        >>> vocabulary("stances").labels[0].code
        'favor'
    """
    if name == "entity-types":
        mentions = vocabulary("mention-types")
        own = tuple(label for label in mentions.labels if label.code in label.refers_to)
        return Vocabulary(title="Entity types", description=mentions.description, labels=own)
    path = directory() / "labels" / f"{name}.json"
    try:
        return msgspec.json.decode(path.read_bytes(), type=Vocabulary)
    except FileNotFoundError:
        raise KhabarError(f"there is no vocabulary named {name}") from None
    except msgspec.MsgspecError as error:
        raise KhabarError(f"the vocabulary {name} cannot be read: {error}") from error


@cache
def labels(name: str) -> Mapping[str, Label]:
    """The labels of a vocabulary by code, in the order of the file.

    Example:
        >>> labels("mention-types")["PER"].ar
        'شخص'
    """
    return {label.code: label for label in vocabulary(name).labels}


def broadest(topic: str) -> str:
    """The topic at the top of a topic's branch; a code that is not known is its own.

    Example:
        >>> broadest("medtop:20000055") == broadest("medtop:16000000")
        True
    """
    known, passed = labels("topics"), {topic}
    while (label := known.get(topic)) and label.broader and label.broader not in passed:
        topic = label.broader
        passed.add(topic)
    return topic


@cache
def article_schema() -> dict[str, Any]:
    """The JSON Schema of an article with the codes of its vocabularies filled in as enums.

    Do not change the value: it is shared.
    """
    raw = msgspec.json.decode((directory() / "article.schema.json").read_bytes())
    return cast("dict[str, Any]", _with_enums(raw))


def _with_enums(node: object) -> object:
    if isinstance(node, list):
        return [_with_enums(one) for one in node]
    if not isinstance(node, dict):
        return node
    filled = {key: _with_enums(value) for key, value in node.items()}
    if isinstance(name := node.get("vocabulary"), str):
        filled["enum"] = list(labels(name))
    return filled
