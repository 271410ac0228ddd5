"""A dataset in a folder or on the hub, read into plain data and put before the rules."""

import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from khabar.formats.parquet.shapes import features
from khabar.hub.attempts import loaded, read_records, validated
from khabar.hub.client import Remote
from khabar.hub.columns import of_card, of_features
from khabar.hub.configurations import configurations
from khabar.hub.manifest import MANIFEST, hashes, read_manifest
from khabar.hub.source import address
from khabar.model import SCHEMA
from khabar.problem import Finding, KhabarError, MissingExtraError, Severity
from khabar.rules import Columns, Parquet, Release, Tree, check_release

_CARD, _CROISSANT, _CITATION = "README.md", "croissant.json", "CITATION.cff"
_HEAD = re.compile(r"\A---[ \t]*\n(.*?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)
_SAMPLE = 3
"""So many rows of each file are enough to see whether Croissant can read them."""


def check_dataset(
    source: str | Path,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severities: Mapping[str, Severity] | None = None,
    load: bool = True,
) -> list[Finding]:
    """What is wrong with a dataset that is ready to be published, or is published.

    Args:
        source: its folder, or ``owner/name`` or ``owner/name@revision`` on the hub.
        select: codes, beginnings of codes, or names of rules; all when empty.
        ignore: the same, left out.
        severities: severity by code, beginning of a code or name, in place of the rule's own.
        load: whether `datasets` and Croissant's library try to read it, which takes a while.

    Raises:
        KhabarError: if there is no such dataset, or a word names no rule.
        MissingExtraError: if a package is missing.
    """
    folder, name = _located(source)
    release = read_release(folder, name, load=load)
    return check_release(release, select=select, ignore=ignore, severities=severities)


def _located(source: str | Path) -> tuple[Path, str]:
    folder = Path(source)
    if folder.is_dir():
        return folder, str(source).rstrip("/")
    if folder.exists() or str(source).startswith((".", "/")):
        raise KhabarError(f"{source}: there is no such folder")
    where = address(str(source))
    if "/" not in where.name:
        raise KhabarError(f"{source}: there is no such folder, and on the hub it is owner/name")
    return Remote(where.name).download(where.revision or "main"), str(source)


def read_release(folder: Path, name: str, *, load: bool = True) -> Release:
    """Everything that the rules ask about a dataset.

    Raises:
        KhabarError: if a file cannot be read at all.
        MissingExtraError: if a package is missing.
    """
    reader = _footers()
    files = {path: (digest, _size(folder / path)) for path, digest in _hashes(folder)}
    card = _card(folder / _CARD)
    parquet = {path: reader.footer(folder / path) for path in files if path.endswith(".parquet")}
    manifest = _manifest(folder)
    croissant = _json(folder / _CROISSANT)
    release = Release(
        name=name,
        files=files,
        card=card,
        card_columns={table: columns for table, columns, _ in _infos(card)},
        card_pointers={table: pointers for table, _, pointers in _infos(card)},
        manifest=manifest,
        croissant=croissant,
        citation=_yaml_file(folder / _CITATION),
        parquet=parquet,
        expected=_expected() if manifest.get("schema") == SCHEMA else {},
        rows=_rows(folder, manifest, parquet),
    )
    return _tried(folder, release) if load else release


def _footers() -> ModuleType:
    """The module that reads Parquet.

    Raises:
        MissingExtraError: if a package that the check needs is not installed.
    """
    try:
        import datasets  # noqa: F401 - a process of its own will import it
        import mlcroissant  # noqa: F401

        from khabar.hub import footers
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("khabar"):
            raise
        raise MissingExtraError("checking a dataset", "hub") from error
    return footers


def _hashes(folder: Path) -> Iterator[tuple[str, str]]:
    """All files but what the hub's client keeps for itself, and the manifest with them."""
    found = hashes(folder)
    if (folder / MANIFEST).is_file():
        found[MANIFEST] = ""
    return ((path, found[path]) for path in sorted(found) if not path.startswith(".cache/"))


def _size(path: Path) -> int:
    return path.stat().st_size


def _text(path: Path) -> tuple[str, str]:
    """The text of a file and why it cannot be read."""
    try:
        return path.read_text(encoding="utf-8"), ""
    except FileNotFoundError:
        return "", f"there is no {path.name}"
    except (OSError, UnicodeDecodeError) as error:
        return "", f"this file cannot be read: {error}"


def _card(path: Path) -> Tree:
    text, fault = _text(path)
    found = _HEAD.match(text)
    if not found:
        return Tree(text=text, fault=fault or "the card does not begin with YAML between ---")
    return _yaml(found[1], text, first_line=2)


def _infos(card: Tree) -> Iterator[tuple[str, Columns, dict[str, str]]]:
    """What the card says of each configuration: its columns, and where it says so."""
    for pointer, one in card.records("dataset_info"):
        columns, places = of_card(one.get("features"))
        yield (
            str(one.get("config_name")),
            columns,
            {name: f"{pointer}/features{place}" for name, place in places.items()},
        )


def _yaml_file(path: Path) -> Tree:
    text, fault = _text(path)
    return Tree(fault=fault) if fault else _yaml(text, text, first_line=1)


def _yaml(source: str, text: str, *, first_line: int) -> Tree:
    import yaml

    try:
        node = yaml.compose(source, Loader=yaml.SafeLoader)
        value = yaml.safe_load(source)
    except yaml.YAMLError as error:
        return Tree(text=text, fault=f"the YAML cannot be read: {_problem(error, first_line)}")
    if not isinstance(value, dict):
        return Tree(text=text, fault="the YAML holds no fields")
    return Tree(text=text, value=value, positions=dict(_positions(node, "", first_line)))


def _problem(error: Any, first: int) -> str:  # noqa: ANN401 - yaml is imported where it is used
    """What is wrong with some YAML, and on which line of its file."""
    mark = getattr(error, "problem_mark", None)
    said = getattr(error, "problem", None) or " ".join(str(error).split())
    return f"{said} (line {mark.line + first})" if mark else said


def _positions(node: Any, pointer: str, first: int) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - a node of YAML
    """Where every value stands, by its pointer; positions count from 1."""
    start, end = node.start_mark, node.end_mark
    yield pointer, (start.line + first, start.column + 1, end.line + first, end.column + 1)
    if node.id == "mapping":
        for key, value in node.value:
            yield from _positions(value, f"{pointer}/{key.value}", first)
    elif node.id == "sequence":
        for at, value in enumerate(node.value):
            yield from _positions(value, f"{pointer}/{at}", first)


def _json(path: Path) -> Tree:
    text, fault = _text(path)
    if fault:
        return Tree(fault=fault)
    try:
        value = msgspec.json.decode(text)
    except msgspec.MsgspecError as error:
        return Tree(text=text, fault=f"this is no JSON: {error}")
    if not isinstance(value, dict):
        return Tree(text=text, fault="this JSON is no object")
    return Tree(text=text, value=value)


def _manifest(folder: Path) -> Tree:
    if read_manifest(folder) is None:
        there = (folder / MANIFEST).is_file()
        return Tree(
            fault="this is no manifest of `khabar hub build`"
            if there
            else f"there is no {MANIFEST}"
        )
    return _json(folder / MANIFEST)


def _expected() -> dict[str, Columns]:
    return {one.name: of_features(features(one.shape)) for one in configurations()}


def _rows(
    folder: Path, manifest: Tree, parquet: Mapping[str, Parquet]
) -> dict[tuple[str, str], tuple[int, str]]:
    """Rows and digest of each split of the manifest; no digest where a file cannot be read."""
    found: dict[tuple[str, str], tuple[int, str]] = {}
    for table, splits in manifest.get("tables", {}).items():
        for split in splits:
            try:
                one = _footers().counted(folder, table, split).table()
            except KhabarError:  # the rules on the files say why
                prefix = f"data/{table}/{split}-"
                rows = sum(one.rows for path, one in parquet.items() if path.startswith(prefix))
                found[table, split] = rows, ""
            else:
                found[table, split] = one.rows, one.digest
    return found


def _tried(folder: Path, release: Release) -> Release:
    """The release with what `datasets` and Croissant's library make of it."""
    wanted: dict[str, dict[str, int]] = {}
    for _, one in release.card.records("configs"):
        table = str(one.get("config_name"))
        files = one.get("data_files")
        each = (one for one in files if isinstance(one, dict)) if isinstance(files, list) else ()
        splits = [str(one.get("split")) for one in each]
        wanted[table] = {
            split: sum(file.rows for file in release.of(table, split).values()) for split in splits
        }
    told = msgspec.structs.replace(release, load_faults=loaded(folder, wanted))
    if release.croissant.fault:
        return told
    faults = validated(folder)
    if faults:
        return msgspec.structs.replace(told, croissant_faults=faults)
    with _sample(folder, release) as sample:
        names = [str(one.get("@id")) for _, one in release.croissant.records("recordSet")]
        return msgspec.structs.replace(told, record_faults=read_records(Path(sample), names))


def _sample(folder: Path, release: Release) -> "tempfile.TemporaryDirectory[str]":
    """A folder with the first rows of every file, so that a large one costs no more than a small.

    Whether the hashes are right another rule asks of the whole files.
    """
    sample = tempfile.TemporaryDirectory()
    croissant = json.loads(json.dumps(release.croissant.value))
    for path, one in release.parquet.items():
        target = Path(sample.name) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if one.fault:
            shutil.copyfile(folder / path, target)
        else:
            _footers().copy_head(folder / path, target, _SAMPLE)
    for one in croissant.get("distribution") or ():
        file = Path(sample.name) / str(one.get("contentUrl"))
        if file.is_file():
            one["sha256"] = hashes(file.parent)[file.name]
    (Path(sample.name) / _CROISSANT).write_text(json.dumps(croissant), encoding="utf-8")
    return sample
