"""How ``khabar check`` goes through what it is given: processes, cache, progress, hard input."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from commands.test_check import BAD, GOOD, run
from khabar.commands import _check_output
from khabar.formats import convert
from khabar.store import files, line, write_article

COMMAND = [sys.executable, "-c", "from khabar.commands import run; run()", "check"]
WITHOUT_PYARROW = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "pyarrow":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Absent())
from khabar.commands import run
run()
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of articles that is the current one."""
    write_article(tmp_path / "good.json", GOOD)
    write_article(tmp_path / "bad.json", BAD)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def kept(folder: Path) -> list[Path]:
    return list(folder.rglob("*.cache"))


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_workers_change_nothing_but_time(here: Path, workers: int) -> None:
    (here / "lines.jsonl").write_bytes(b"\n".join([line(GOOD), line(BAD), b"{"] * 3))
    expected = run("check", ".", "--no-cache")
    assert expected[0] == 1
    assert run("check", ".", "--no-cache", "--workers", workers) == expected
    assert run("check", ".", "--workers", workers) == expected
    assert run("check", ".", "--workers", workers) == expected


def test_workers_and_standard_input(here: Path) -> None:
    data = line(BAD) + b"\n"
    alone = run("check", "bad.json", "-", "good.json", stdin=data)
    assert run("check", "bad.json", "-", "good.json", "--workers", "2", stdin=data) == alone
    assert "<stdin>:1:" in alone[1]


def test_no_workers_is_a_mistake() -> None:
    assert run("check", ".", "--workers", "0")[0] == 2


def test_the_cache_lies_beside_the_settings(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "khabar.toml").write_text("[check]\n")
    (here / "inner").mkdir()
    monkeypatch.chdir(here / "inner")
    assert run("check", "..")[0] == 1
    assert [one.parent for one in kept(here)] == [here / ".khabar" / "check"]
    assert (here / ".khabar" / "check" / ".gitignore").read_text().splitlines()[-1] == "*"


def test_the_cache_lies_in_the_current_folder_without_settings(here: Path) -> None:
    run("check", "good.json", "--isolated")
    assert [one.parent for one in kept(here)] == [here / ".khabar" / "check"]


def test_without_a_cache_nothing_is_left_behind(here: Path) -> None:
    run("check", ".", "--no-cache")
    assert not (here / ".khabar").exists()


def test_a_cache_elsewhere(here: Path) -> None:
    run("check", ".", "--cache-dir", "one")
    run("check", ".", KHABAR_CACHE_DIR=str(here / "two"))
    assert {one.parent for one in kept(here)} == {here / "one", here / "two"}


def test_a_cache_that_cannot_be_written(here: Path) -> None:
    (here / ".khabar").write_text("")
    assert run("check", "good.json")[0] == 0
    status, out, err = run("check", "good.json", "--cache-dir", ".khabar/x")
    assert (status, out) == (2, "")
    assert err.startswith("error: .khabar/x: cannot be written: ")


def test_a_corpus_with_remarks_still_prints_them(here: Path) -> None:
    first = run("check", "bad.json")
    assert run("check", "bad.json") == first
    assert "KH205" in first[1]
    write_article(here / "bad.json", replace(BAD, mentions=()))
    assert run("check", "bad.json")[0] == 0


def test_rules_on_the_corpus_see_known_articles(here: Path) -> None:
    (here / "a.jsonl").write_bytes(line(GOOD))
    for _ in range(2):
        status, out, _ = run("check", "a.jsonl", "good.json", "--select", "KH601,KH205")
        assert (status, out.count("KH601")) == (1, 1)


def test_a_pattern_that_the_shell_left_alone(here: Path) -> None:
    write_article(here / "deep" / "down" / "bad.json", BAD)
    assert run("check", "**/b*.json", "--select", "KH205")[2].startswith("checked 2 articles: 2")
    status, out, err = run("check", "no*.json")
    assert (status, out, err) == (2, "", "error: no*.json: nothing matches this pattern\n")


def test_a_name_with_a_bracket_is_a_name(here: Path) -> None:
    (here / "bad.json").rename(here / "[bad].json")
    assert run("check", "[bad].json", "--select", "KH205")[0] == 1


def test_an_empty_folder(here: Path) -> None:
    (here / "empty").mkdir()
    said = "error: empty: there are no articles in this folder\n"
    assert run("check", "empty") == (2, "", said)


def test_a_folder_that_vanishes_while_it_is_listed(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "gone").mkdir()
    listing = os.walk

    def walk(top: Path, **options: object) -> Iterator[object]:
        for one in listing(top, **options):
            yield one
            if (here / "gone").exists():
                (here / "gone").rmdir()

    monkeypatch.setattr(files.os, "walk", walk)
    status, out, err = run("check", ".", "--select", "KH0", "--output-format", "concise")
    assert status == 1
    assert out.startswith("gone:1:1: KH001 gone: cannot be read: no such file or directory")
    assert err.startswith("checked 2 articles: 1 error")


def test_a_file_that_vanishes_before_it_is_read(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = Path.read_bytes

    def read(path: Path) -> bytes:
        if path.name == "bad.json":
            (here / "good.json").unlink()
        return reading(path)

    monkeypatch.setattr(Path, "read_bytes", read)
    status, out, _ = run("check", ".", "--select", "KH0", "--no-cache")
    assert status == 1
    assert "good.json:1:1: error KH001 unreadable: good.json: cannot be read" in out


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may list every folder")
def test_a_folder_that_must_not_be_listed(here: Path) -> None:
    (here / "closed").mkdir(mode=0)
    status, out, _ = run("check", ".", "--select", "KH0")
    assert (status, "closed: cannot be read: permission denied" in out) == (1, True)
    assert run("check", "closed") == (2, "", "error: closed: cannot be read: permission denied\n")


def test_parquet(here: Path) -> None:
    convert(here / "bad.json", here / "bad.parquet")
    status, out, _ = run("check", "bad.parquet", "--output-format", "json")
    found = json.loads(out)
    assert status == 1
    assert [(one["code"], one["article"], one["place"]["line"]) for one in found] == [
        ("KH205", "bad", 1)
    ]
    status, _, err = run("check", "bad.parquet", "--fix")
    assert status == 2
    assert err == (
        "error: bad.parquet: repairs are written into JSON and JSONL only; "
        "first run: khabar convert bad.parquet articles.jsonl\n"
    )


def test_parquet_without_pyarrow(here: Path) -> None:
    convert(here / "bad.json", here / "bad.parquet")
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_PYARROW, "check", "bad.parquet"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "error: parquet needs more packages; install them: pip install 'khabar[hub]'"
    ]


def on_terminal(*words: str) -> str:
    """What a terminal's standard error shows of a check."""
    control, terminal = pty.openpty()
    subprocess.run([*COMMAND, *words], stdout=subprocess.DEVNULL, stderr=terminal, check=False)
    os.close(terminal)
    said = b""
    try:
        while data := os.read(control, 4096):
            said += data
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(control)
    return said.decode()


def test_progress_is_for_terminals_only(here: Path) -> None:
    (here / "many.jsonl").write_bytes((line(GOOD) + b"\n") * 6000)
    said = on_terminal("many.jsonl", "--no-cache", "--ignore", "KH6")
    shown, _, closing = said.rpartition("\r\x1b[K")
    assert " articles, " in shown
    assert closing.strip() == "checked 6000 articles: 0 errors, 0 warnings, 0 info"
    assert on_terminal("many.jsonl", "--no-cache", "--ignore", "KH6", "--quiet") == ""
    assert "\r" not in run("check", "many.jsonl", "--no-cache", "--ignore", "KH6")[2]


def test_progress_makes_way_for_findings(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(_check_output, "_EVERY", 0)
    progress = _check_output.Progress(shown=True)
    progress.tick(1, 2_000_000)
    assert next(progress.cleared(iter("x"))) == "x"
    assert capsys.readouterr().err.startswith("\r1 article, 2 MB, ")
    progress.tick(2, 0, 2)
    assert capsys.readouterr().err.startswith("\r1 article and 2 passes, 2 MB, ")
    monkeypatch.setenv("TERM", "dumb")
    _check_output.Progress(shown=True).tick(1, 1)
    assert capsys.readouterr().err == ""
