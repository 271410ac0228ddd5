"""``khabar studio doctor``: the table, JSON, the map, exit statuses."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from khabar.commands import app
from khabar.formats.label_studio.mapping import read_map

run = CliRunner()
TEXT = "😀 قال سالم إن سلمى في جدة."
NAMES = ("سالم", "سلمى", "جدة")


def export(folder: Path, off: int = 0, label: str = "Person") -> Path:
    """An export whose offsets are right, or off by what UTF-16 makes of the emoji."""
    results: list[dict[str, Any]] = [
        {
            "id": f"r{at}",
            "from_name": "ner",
            "to_name": "text",
            "type": "labels",
            "value": {
                "start": TEXT.index(name) + off,
                "end": TEXT.index(name) + len(name) + off,
                "text": name,
                "labels": [label],
            },
        }
        for at, name in enumerate(NAMES)
    ]
    results += [
        {"id": "r0", "from_name": "kind", "type": "choices", "value": {"choices": ["a.b"]}},
        {"id": "r0", "from_name": "note", "type": "textarea", "value": {"text": ["x"]}},
        {"type": "relation", "from_id": "r0", "to_id": "r1", "labels": ["said to"]},
    ]
    by = {"id": 4, "email": "someone@example.org", "first_name": "Somebody"}
    annotation = {"id": 5, "completed_by": by, "result": results}
    path = folder / "export.json"
    path.write_text(json.dumps([{"id": 1, "data": {"text": TEXT}, "annotations": [annotation]}]))
    return path


def doctor(*arguments: object) -> tuple[int, str]:
    done = run.invoke(app, ["studio", "doctor", *map(str, arguments)])
    return done.exit_code, done.stdout + done.stderr


def test_a_healthy_export(tmp_path: Path) -> None:
    status, said = doctor(export(tmp_path))
    assert status == 0
    assert "healthy; 1 task, 1 annotation, 3 spans" in said
    assert "Somebody" not in said
    assert "@" not in said


def test_a_sick_export_is_named_and_repaired(tmp_path: Path) -> None:
    status, said = doctor(export(tmp_path, off=1), "--repair", tmp_path / "new" / "r.json")
    assert status == 1
    assert "utf16 explains 1 annotation: the offsets count UTF-16 units" in said
    assert "utf16: 3 spans of 1 annotation moved" in said
    assert "7:11 → 6:10" in said
    assert "annotator-4" in said
    assert doctor(tmp_path / "new" / "r.json")[0] == 0


def test_as_json(tmp_path: Path) -> None:
    verdicts = tmp_path / "verdicts.jsonl"
    status, said = doctor(
        export(tmp_path, off=1), "--output-format", "json", "--verdicts", verdicts
    )
    found = json.loads(said)
    assert status == 1
    assert found["healthy"] is False
    assert found["spans"] == {"utf16": 3}
    assert found["repairs"]["utf16"]["spans"] == 3
    rows = [json.loads(line) for line in verdicts.read_text().splitlines()]
    assert [(row["start"], row["found_start"]) for row in rows] == [(7, 6), (15, 14), (23, 22)]
    assert all(row["repairable"] for row in rows)


def test_a_map_has_everything_to_fill_in(tmp_path: Path) -> None:
    page = tmp_path / "page.xml"
    page.write_text(
        '<View><Text name="text" value="$text"/><Labels name="ner" toName="text">'
        '<Label value="Person"/><Label value="Place &quot;x&quot;"/></Labels></View>'
    )
    status, _ = doctor(export(tmp_path), "--write-map", tmp_path / "m.toml", "--config", page)
    assert status == 1  # the page lacks two of the controls
    table = tomllib.loads((tmp_path / "m.toml").read_text())
    assert table == {
        "labels": {"ner": {"Person": "", 'Place "x"': ""}},
        "answers": {"kind": {"a.b": ""}},
        "texts": {"note": ""},
        "relations": {"said to": ""},
    }
    read_map(tmp_path / "m.toml")
    status, said = doctor(export(tmp_path), "--write-map", tmp_path / "m.toml")
    assert status == 2
    assert "is there already" in said


@pytest.mark.parametrize("option", ["--repair", "--verdicts"])
def test_nothing_is_written_over_the_export(option: str, tmp_path: Path) -> None:
    path = export(tmp_path, off=1)
    before = path.read_bytes()
    status, said = doctor(path, option, path)
    assert (status, path.read_bytes()) == (2, before)
    assert "name different files" in said


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, "cannot be read: no such file"),
        (b"[{]", "1:3: this is not JSON"),
        (b"[17]", "is no task but int"),
        (b"\xff\xfe", "not UTF-8"),
        (b'{"a": ', "this is not JSON"),
    ],
)
def test_what_cannot_be_read(data: bytes | None, message: str, tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    if data is not None:
        path.write_bytes(data)
    status, said = doctor(path, "--repair", tmp_path / "r.json")
    assert status == 2
    assert message in said
    assert not (tmp_path / "r.json").exists()


def test_an_empty_export_is_healthy(tmp_path: Path) -> None:
    (tmp_path / "export.json").write_text("[]")
    status, said = doctor(tmp_path / "export.json", "--repair", tmp_path / "r.json")
    assert status == 0
    assert "0 tasks" in said
    assert json.loads((tmp_path / "r.json").read_text()) == []
