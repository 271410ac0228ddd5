"""Whether other people's libraries can read a dataset: asked of `probe`, a process of its own.

A process, because they read their settings when they are imported, write to caches, and raise
whatever they like.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

_OFFLINE = {
    "HF_HUB_OFFLINE": "1",
    "HF_UPDATE_DOWNLOAD_COUNTS": "0",
    "HF_HUB_DISABLE_TELEMETRY": "1",
}
_MESSAGE = re.compile(
    r"^(?:[\w.]+\.)?(\w*(?:Error|Exception|Exit): .*(?:\n(?!\n|Traceback).+)*)", re.MULTILINE
)
_LONGEST = 300


def loaded(folder: Path, wanted: Mapping[str, Mapping[str, int]]) -> dict[str, str]:
    """Why `load_dataset` fails, or what else it gives, by configuration; all is well if empty.

    Args:
        folder: of the dataset.
        wanted: the configurations, with the rows of each of their splits.
    """
    faults: dict[str, str] = {}
    for name, answer in _asked("load", folder, list(wanted)):
        if isinstance(answer, str):
            faults[name] = _first(answer)
        elif answer["rows"] != wanted[name]:
            got, there = _counted(answer["rows"]), _counted(wanted[name])
            faults[name] = f"{got} are loaded, {there} are there"
    return faults


def _counted(rows: Mapping[str, int]) -> str:
    return ", ".join(f"{count} rows of {split}" for split, count in rows.items()) or "no rows"


def validated(folder: Path) -> tuple[str, ...]:
    """What the library of Croissant has against ``croissant.json``, but for mere advice."""
    ((_, answer),) = _asked("croissant", folder, ["croissant"])
    if not isinstance(answer, str):
        return ()
    errors = answer.partition("warning(s) during the validation")[0]
    return tuple(re.findall(r"^  -  (.+)$", errors, re.MULTILINE)) or (_first(answer),)


def read_records(folder: Path, names: Sequence[str]) -> dict[str, str]:
    """Why record sets of ``croissant.json`` yield no record, by their ids."""
    faults: dict[str, str] = {}
    for name, answer in _asked("records", folder, names):
        if isinstance(answer, str):
            faults[name] = _first(answer)
        elif not answer["fields"]:
            faults[name] = "there is no record in it"
    return faults


def _asked(what: str, folder: Path, names: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Yield the answer for each name, or what the process said when it broke off at it."""
    left = list(names)
    with tempfile.TemporaryDirectory() as home:
        while left:
            told, error = _run(what, folder, left, home)
            yield from ((one["name"], one) for one in told)
            left = left[len(told) :]
            if left:
                yield left.pop(0), error


def _run(what: str, folder: Path, names: list[str], home: str) -> tuple[list[Any], str]:
    command = [sys.executable, "-m", "khabar.hub.probe", what, str(folder)]
    ended = subprocess.run(  # noqa: S603
        command if what == "croissant" else [*command, *names],
        env=os.environ | _OFFLINE | {"HF_HOME": home},
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    told = [json.loads(line) for line in ended.stdout.splitlines() if line.startswith("{")]
    return told, ended.stderr


def _first(error: str) -> str:
    """The message of the first exception in a traceback: what the others come from."""
    found = _MESSAGE.search(error)
    said = re.sub(r"\s+", " ", found[1] if found else error.strip().rpartition("\n")[2])
    return said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"
