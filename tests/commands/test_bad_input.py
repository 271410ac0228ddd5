"""Bad input: one clear line with the place, a fitting exit status, nothing half-written."""

import subprocess
import sys
from pathlib import Path

import pytest

from khabar.model import SCHEMA, Article
from khabar.store import line, write_article

GOOD = Article(schema=SCHEMA, id="abc", language="ar", text="نص", status="raw")


def khabar(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "khabar", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    folder = tmp_path / "bad"
    folder.mkdir()
    head = '{"schema": "khabar/0.1", "id": "abc", "language": "ar", "status": "raw", "text": "نص"'
    files = {
        "binary.json": b"\x00\x01\xff\xfe",
        "broken.json": b'{"schema": "khabar/0.1",\n "id": }',
        "schema.json": b'{"schema": "khabar/0.1", "id": "abc"}',
        "surrogate.json": head.encode() + b', "title": "\\ud83d"}',
        "label.json": (
            head + ', "mentions": [{"id": "m1", "type": "HERO",'
            ' "spans": [{"start": 0, "end": 2, "text": "نص"}]}]}'
        ).encode(),
        "offsets.json": (
            head + ', "mentions": [{"id": "m1", "type": "PER",'
            ' "spans": [{"start": 0, "end": 9, "text": "نص"}]}]}'
        ).encode(),
        "empty.json": b"",
        "lines.jsonl": line(GOOD) + b"\n{oops}\n",
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


UNREADABLE = ["binary", "broken", "schema", "surrogate", "label", "empty"]


@pytest.mark.parametrize("name", UNREADABLE)
@pytest.mark.parametrize(
    "command", [("format",), ("diff", "BAD"), ("convert", "--from", "articles", "--to", "jsonl")]
)
def test_what_cannot_be_read(
    command: tuple[str, ...], name: str, bad: Path, tmp_path: Path
) -> None:
    path = bad / f"{name}.json"
    before = path.read_bytes()
    arguments = [str(path) if one == "BAD" else one for one in command]
    target = [tmp_path / "out.jsonl"] if command[0] == "convert" else []
    done = khabar(*arguments, path, *target)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    (said,) = done.stderr.strip().splitlines()
    assert said.startswith(f"error: {path}:")
    assert path.read_bytes() == before
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize("name", [*UNREADABLE, "offsets"])
def test_check_says_where_and_exits_with_1(name: str, bad: Path) -> None:
    done = khabar("check", bad / f"{name}.json")
    assert done.returncode == 1, done.stderr
    assert f"{bad / name}.json:" in done.stdout
    assert "KH" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "none"),
        ("format", "none"),
        ("diff", "none", "none"),
        ("convert", "none", "out.jsonl"),
        ("convert", "none.json", "out.jsonl"),
        ("schema", "upgrade", "none"),
        ("rule", "KH999"),
        ("convert",),
    ],
)
def test_what_is_not_there(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = khabar(*(tmp_path / one if one.startswith("none") else one for one in arguments))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    (said,) = done.stderr.strip().splitlines()
    assert said.startswith("error: ")


def test_an_empty_folder(tmp_path: Path) -> None:
    for command in ("check", "format"):
        done = khabar(command, tmp_path)
        assert done.returncode == 2
        assert done.stderr == f"error: {tmp_path}: there are no articles in this folder\n"


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("out.xyz", "no format has this suffix; known are"),
        ("file/out.jsonl", "cannot be written"),
        ("out.json", "one file holds one article"),
    ],
)
def test_where_nothing_can_be_written(target: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "in.jsonl").write_bytes(line(GOOD) + b"\n" + line(GOOD).replace(b"abc", b"two"))
    done = khabar("convert", tmp_path / "in.jsonl", tmp_path / target)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_format(tmp_path: Path) -> None:
    write_article(tmp_path / "abc.json", GOOD)
    done = khabar("convert", tmp_path, tmp_path / "out", "--to", "word")
    assert done.returncode == 2
    assert "there is no format named word; known are articles, conll, conll-whole" in done.stderr


def test_a_bad_article_leaves_the_old_target(bad: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("old")
    done = khabar("convert", bad / "lines.jsonl", target)
    assert done.returncode == 2
    assert f"{bad / 'lines.jsonl'}:2:2: this is not JSON" in done.stderr
    assert target.read_text() == "old"


def test_a_reader_who_goes_away_is_no_error(tmp_path: Path) -> None:
    many = b"".join(line(GOOD).replace(b'"abc"', b'"id-%d"' % n) + b"\n" for n in range(3000))
    (tmp_path / "a.jsonl").write_bytes(many)
    (tmp_path / "b.jsonl").write_bytes(many.replace(b'"raw"', b'"annotated"'))
    run = f"{sys.executable} -m khabar diff {tmp_path / 'a.jsonl'} {tmp_path / 'b.jsonl'} | head -1"
    done = subprocess.run(run, shell=True, capture_output=True, text=True, check=False)
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""
