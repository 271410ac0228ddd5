"""`khabar hub check` as it is typed: what it prints, how it ends, what it says of wrong input."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from five_articles import FIVE
from khabar.hub import build
from khabar.store import write_lines


def check(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "khabar", "hub", "check", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"NO_COLOR": "1", "COLUMNS": "200"},
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("command") / "dataset"
    build(FIVE, made)
    return made


@pytest.fixture
def wrong(folder: Path) -> Path:
    card = folder / "README.md"
    before = card.read_bytes()
    card.write_bytes(before.replace(b"license: cc-by-4.0", b"license: cc-by-99", 1))
    yield folder
    card.write_bytes(before)


def test_a_good_dataset(folder: Path) -> None:
    done = check(folder, "--no-load")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.strip() == f"checked {folder}: 0 errors, 0 warnings, 0 info"


def test_findings_in_the_forms_of_check(wrong: Path) -> None:
    done = check(wrong, "--no-load", "--output-format", "json", "-q")
    assert (done.returncode, done.stderr) == (1, "")
    found = json.loads(done.stdout)
    assert sorted(one["code"] for one in found) == ["KH805", "KH843"]
    done = check(wrong, "--no-load", "--select", "KH805", "--output-format", "sarif")
    (run,) = json.loads(done.stdout)["runs"]
    assert [one["ruleId"] for one in run["results"]] == ["KH805"]
    done = check(wrong, "--no-load", "--select", "KH805")
    assert "README.md:7:10: error KH805 card-license-unknown" in done.stdout


def test_how_it_ends(wrong: Path) -> None:
    assert check(wrong, "--no-load", "--exit-zero").returncode == 0
    assert (
        check(wrong, "--no-load", "--select", "KH805", "--severity", "KH805=warning").returncode
        == 0
    )
    strict = ("--severity", "KH805=warning", "--error-on-warning")
    assert check(wrong, "--no-load", "--select", "KH805", *strict).returncode == 1


@pytest.mark.parametrize(
    "words, said",
    [
        (["/no/such/folder"], "there is no such folder"),
        (["nowhere"], "on the hub it is owner/name"),
        ([str(FIVE), "--select", "KH999"], "no rule has the code or name 'KH999'"),
        ([str(FIVE / "metadata.json")], "there is no such folder"),
    ],
)
def test_wrong_input_is_one_line(words: list[str], said: str) -> None:
    done = check(*words, "--no-load")
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_an_empty_folder_has_everything_missing(tmp_path: Path) -> None:
    done = check(tmp_path, "--no-load", "--output-format", "jsonl", "-q")
    codes = [json.loads(line)["code"] for line in done.stdout.splitlines()]
    assert codes == ["KH852", "KH801", "KH860", "KH840"]


def test_files_that_are_nothing_of_the_kind(tmp_path: Path) -> None:
    """Bytes, wrong types and null in every file that is read."""
    (tmp_path / "data/quotes").mkdir(parents=True)
    (tmp_path / "README.md").write_text(
        "---\nconfigs: 3\ndataset_info: [1, {features: {a: 1}}]\n---\n"
    )
    (tmp_path / "CITATION.cff").write_bytes(b"\xff\xfe")
    (tmp_path / "croissant.json").write_text(
        '{"distribution": 5, "recordSet": [null, {"field": 3}]}'
    )
    (tmp_path / "manifest.json").write_text('{"files": null}')
    (tmp_path / "data/quotes/train-x.parquet").write_bytes(b"PAR1")
    done = check(tmp_path, "--no-load", "--output-format", "jsonl", "-q")
    assert done.returncode == 1, done.stderr
    codes = {json.loads(line)["code"] for line in done.stdout.splitlines()}
    assert codes >= {"KH804", "KH840", "KH845", "KH852"}


def test_build_shares_the_work(tmp_path: Path, made: object) -> None:
    write_lines(tmp_path / "a.jsonl", made(3))
    words = [
        sys.executable,
        "-m",
        "khabar",
        "hub",
        "build",
        "a.jsonl",
        "-o",
        "out",
        "--workers",
        "2",
    ]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/croissant.json").is_file()
