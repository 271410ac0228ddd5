"""The table of what survives names every field of the record, and no other."""

import re
from pathlib import Path

import msgspec

from khabar import model

PAGE = Path(__file__).parents[2] / "docs" / "label-studio.md"
RECORDS = {
    kind.__name__.lower(): kind
    for kind in (
        model.Article,
        model.Publication,
        model.Mention,
        model.Entity,
        model.Quote,
        model.Relay,
        model.Stance,
        model.Target,
        model.Span,
        model.Origin,
    )
}


def named() -> set[tuple[str, str]]:
    """Record and field, for each that the table names.

    What follows a field and a colon are fields of the record that it holds.
    """
    section = PAGE.read_text("utf-8").split("## What survives")[1].split("\n## ")[0]
    found: set[tuple[str, str]] = set()
    for row in re.findall(r"^\| ([a-z, ]+) \| (`[^|]+) \|", section, flags=re.MULTILINE):
        outer, _, inner = row[1].partition(": ")
        for record in row[0].split(", "):
            found |= {(record, field) for field in re.findall(r"`(\w+)`", outer)}
        found |= {(outer.strip("`"), field) for field in re.findall(r"`(\w+)`", inner)}
    return found


def test_the_table_names_every_field():
    fields = {
        (name, field.encode_name)
        for name, kind in RECORDS.items()
        for field in msgspec.structs.fields(kind)
    }
    assert sorted(fields - named()) == [], "fields that docs/label-studio.md does not name"
    assert sorted(named() - fields) == [], "fields that docs/label-studio.md names and are none"


def test_every_record_of_the_model_is_looked_at():
    inside = {
        one.__name__.lower()
        for one in vars(model).values()
        if isinstance(one, type) and issubclass(one, model._Record) and one is not model._Record
    }
    assert inside == set(RECORDS)
