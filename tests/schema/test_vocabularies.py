"""The vocabularies of schema/labels/, the archive and the upgrade."""

import json
import re
from collections import Counter

import pytest

from khabar.model import SCHEMA
from khabar.problem import KhabarError
from khabar.schema import directory, labels, source_files, upgrade, vocabulary
from khabar.schema.upgrades import STEPS

NAMES = sorted(path.stem for path in (directory() / "labels").glob("*.json"))
TYPES = [
    "PER",
    "ROLE",
    "ORG",
    "GPE",
    "LOC",
    "FAC",
    "NORP",
    "EVENT",
    "DATE",
    "LAW",
    "PRODUCT",
    "NUM",
]


@pytest.mark.parametrize("name", NAMES)
def test_codes_are_unique(name: str) -> None:
    codes = [label.code for label in vocabulary(name).labels]
    assert [code for code, count in Counter(codes).items() if count > 1] == []


@pytest.mark.parametrize("name", [name for name in NAMES if name != "topics"])
def test_every_label_is_described(name: str) -> None:
    for label in vocabulary(name).labels:
        assert label.ar, label.code
        assert label.definition, label.code
        assert label.example, label.code


def test_labels_on_the_page_have_a_color_and_a_key_of_their_own() -> None:
    shown = [
        label
        for name in ("mention-types", "quote-parts", "stances", "stance-parts")
        for label in vocabulary(name).labels
    ]
    keys = Counter(label.hotkey for label in shown)
    assert [key for key, count in keys.items() if key is None or count > 1] == []
    for label in shown:
        assert re.fullmatch("#[0-9a-f]{6}", label.color or ""), label.code
        assert label.ar
        assert len(label.ar.split()) <= 2, label.code


def test_the_table_of_mention_types() -> None:
    table = labels("mention-types")
    assert list(table) == TYPES
    for label in table.values():
        assert set(label.may_contain) <= set(TYPES), label.code
        assert set(label.refers_to) <= set(TYPES) - {"ROLE", "NUM"}, label.code
    assert list(labels("entity-types")) == [one for one in TYPES if one not in ("ROLE", "NUM")]
    assert table["ROLE"].refers_to == ("PER",)
    assert table["NORP"].refers_to == ("NORP", "GPE")
    assert table["NUM"].refers_to == ()


def test_topics() -> None:
    topics = labels("topics")
    assert len(topics) == 1286
    assert sum(label.retired is not None for label in topics.values()) == 153
    active = [label for label in topics.values() if not label.retired]
    assert sum(label.ar is not None for label in active) == 978
    for code, label in topics.items():
        assert re.fullmatch("medtop:[0-9]{8}", code)
        assert label.broader is None or label.broader in topics, code
    assert "International Press Telecommunications Council" in vocabulary("topics").source
    assert vocabulary("topics").license == "CC-BY-4.0"


def test_an_unknown_vocabulary_is_refused() -> None:
    with pytest.raises(KhabarError, match="no vocabulary named moods"):
        vocabulary("moods")


def test_the_archive_holds_the_current_schema() -> None:
    """A released schema is frozen: a change needs a new version and a new folder."""
    archive = directory() / "archive" / SCHEMA.removeprefix("khabar/")
    for path in source_files():
        frozen = archive / path.relative_to(directory())
        assert frozen.read_bytes() == path.read_bytes(), f"{path.name} differs from {archive}"


def test_the_schema_says_its_version() -> None:
    schema = json.loads((directory() / "article.schema.json").read_text())
    assert schema["$id"].endswith(SCHEMA.removeprefix("khabar/"))


def test_a_document_is_brought_up_step_by_step() -> None:
    old = {"schema": "khabar/0.0", "id": "abc", "text": "نص"}
    assert upgrade(old) == {"schema": SCHEMA, "id": "abc", "text": "نص"}
    assert old["schema"] == "khabar/0.0"
    assert upgrade(upgrade(old)) == upgrade(old)
    assert [target for target, _ in STEPS.values()][-1] == SCHEMA


@pytest.mark.parametrize("version", [None, 3, "khabar/9.0", "other/0.1"])
def test_an_unknown_version_is_refused(version: object) -> None:
    known = r"is unknown; known are khabar/0\.0, khabar/0\.1, khabar/1\.0"
    with pytest.raises(KhabarError, match=known):
        upgrade({"schema": version})
