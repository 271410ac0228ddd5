"""Damages to a built dataset, as the cases of the KH8 rules tell them.

A case has ``damage``, a list of steps, ``expected``, a list of code, file and pointer, and
``messages``. After the steps the hashes in manifest and Croissant are made to fit again, so that
only the damage is found, unless the case says ``"sealed": false``.
"""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from msgspec import Struct

from khabar.hub.manifest import hashes
from khabar.problem import Finding

ROOT = Path(__file__).parents[1] / "cases"


class Case(Struct, frozen=True, kw_only=True):
    """A damage and what must be found of it."""

    code: str
    name: str
    damage: list[list[Any]]
    expected: list[tuple[str, str, str]]
    messages: list[str] | None
    sealed: bool
    load: bool

    @property
    def good(self) -> bool:
        return self.name.startswith("good-")

    def told(self, found: list[Finding], folder: Path) -> list[tuple[str, str, str]]:
        """Findings as a case expects them."""
        files = [one.place.file.removeprefix(f"{folder}/") for one in found]
        return [(one.code, file, one.pointer) for one, file in zip(found, files, strict=True)]


def cases() -> list[Case]:
    """All cases, in the order of their names."""
    return [_case(path) for path in sorted(ROOT.glob("KH8*/*.json"))]


def _case(path: Path) -> Case:
    about = json.loads(path.read_text(encoding="utf-8"))
    return Case(
        code=path.parent.name,
        name=path.stem,
        damage=about["damage"],
        expected=[(code, file, pointer) for code, file, pointer in about["expected"]],
        messages=about.get("messages"),
        sealed=about.get("sealed", True),
        load=about.get("load", False),
    )


def damaged(built: Path, folder: Path, case: Case) -> Path:
    """A copy of a built dataset with the damage of a case."""
    shutil.copytree(built, folder)
    for name, *arguments in case.damage:
        _STEPS[name](folder, *arguments)
    if case.sealed:
        _seal(folder)
    return folder


def _replace(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text, f"{file} has no {old!r}"
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def _write(folder: Path, file: str, text: str) -> None:
    (folder / file).parent.mkdir(parents=True, exist_ok=True)
    (folder / file).write_text(text, encoding="utf-8")


def _delete(folder: Path, file: str) -> None:
    (folder / file).unlink()


def _move(folder: Path, file: str, target: str) -> None:
    (folder / target).parent.mkdir(parents=True, exist_ok=True)
    (folder / file).rename(folder / target)


def _cut(folder: Path, file: str, size: int) -> None:
    (folder / file).write_bytes((folder / file).read_bytes()[:size])


def _set(folder: Path, file: str, pointer: str, value: Any) -> None:
    tree = json.loads((folder / file).read_text(encoding="utf-8"))
    *steps, last = [int(one) if one.isdigit() else one for one in pointer.split("/")[1:]]
    inner = tree
    for step in steps:
        inner = inner[step]
    if value is None:
        del inner[last]
    else:
        inner[last] = value
    (folder / file).write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")


def _features(folder: Path, file: str, old: str, new: str) -> None:
    """Replace words in the features of a Parquet file, everywhere."""

    def change(table: pa.Table) -> pa.Table:
        said = table.schema.metadata[b"huggingface"].decode()
        assert old in said, f"the features of {file} have no {old!r}"
        return table.replace_schema_metadata({"huggingface": said.replace(old, new)})

    _rewrite(folder, file, change)


def _bare(folder: Path, file: str) -> None:
    """Take the features out of a Parquet file."""
    _rewrite(folder, file, lambda table: table.replace_schema_metadata(None))


def _modern(folder: Path, file: str, kind: str) -> None:
    """Spell the lists of a Parquet file as only newer readers know them."""

    def spelled(tree: Any) -> Any:
        if isinstance(tree, list):
            return {"_type": kind, "feature": spelled(tree[0])}
        if isinstance(tree, dict) and "_type" not in tree:
            return {name: spelled(one) for name, one in tree.items()}
        return tree

    def change(table: pa.Table) -> pa.Table:
        info = json.loads(table.schema.metadata[b"huggingface"])
        info["info"]["features"] = spelled(info["info"]["features"])
        return table.replace_schema_metadata({"huggingface": json.dumps(info)})

    _rewrite(folder, file, change)


def _reverse(folder: Path, file: str) -> None:
    _rewrite(folder, file, lambda table: table.take(list(reversed(range(table.num_rows)))))


def _drop_last(folder: Path, file: str) -> None:
    _rewrite(folder, file, lambda table: table.slice(0, table.num_rows - 1))


def _fill(folder: Path, file: str, column: str, value: Any) -> None:
    """Put a number into all rows of a column, or a text of so many letters."""

    def change(table: pa.Table) -> pa.Table:
        at = table.schema.get_field_index(column)
        kind = table.schema.field(at).type
        words = pa.types.is_string(kind)
        new = ["x" * value + str(row) if words else value for row in range(len(table))]
        return table.set_column(at, table.schema.field(at), pa.array(new, kind))

    _rewrite(folder, file, change)


def _rename_column(folder: Path, file: str, old: str, new: str) -> None:
    def change(table: pa.Table) -> pa.Table:
        names = [new if one == old else one for one in table.column_names]
        said = table.schema.metadata[b"huggingface"].decode()
        renamed = table.rename_columns(names)
        return renamed.replace_schema_metadata(
            {"huggingface": said.replace(f'"{old}":', f'"{new}":')}
        )

    _rewrite(folder, file, change)


def _rewrite(folder: Path, file: str, change: Callable[[pa.Table], pa.Table]) -> None:
    path = folder / file
    with pq.ParquetFile(path) as opened:
        table = opened.read()
    pq.write_table(change(table), path, compression="zstd")


def _seal(folder: Path) -> None:
    manifest, croissant = folder / "manifest.json", folder / "croissant.json"
    if croissant.is_file():
        try:
            tree = json.loads(croissant.read_text(encoding="utf-8"))
        except ValueError:
            tree = {}
        for one in tree.get("distribution", []):
            file = folder / one["contentUrl"]
            if file.is_file():
                data = file.read_bytes()
                one["sha256"] = hashlib.sha256(data).hexdigest()
                one["contentSize"] = f"{len(data)} B"
        if tree:
            croissant.write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")
    if manifest.is_file():
        try:
            tree = json.loads(manifest.read_text(encoding="utf-8"))
        except ValueError:
            return
        tree["files"] = hashes(folder)
        manifest.write_text(json.dumps(tree), encoding="utf-8")


_STEPS: dict[str, Callable[..., None]] = {
    "replace": _replace,
    "write": _write,
    "delete": _delete,
    "move": _move,
    "cut": _cut,
    "set": _set,
    "features": _features,
    "bare": _bare,
    "modern": _modern,
    "reverse": _reverse,
    "drop-last": _drop_last,
    "fill": _fill,
    "rename-column": _rename_column,
}
