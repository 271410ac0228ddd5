"""Several processes find what one finds, in the same order, and end when they should."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from khabar.model import SCHEMA, Article, Mention, Span
from khabar.problem import Finding, KhabarError
from khabar.rules import Checker, passed, pieces, suited
from khabar.rules import _workers as engine
from khabar.store import dumps, line, write_article
from strategies import articles

WRONG = Article(
    schema=SCHEMA,
    id="wrong",
    language="ar",
    text="قالت سلمى نعم",
    status="raw",
    mentions=(Mention(id="m1", type="PER", spans=(Span(start=4, end=8, text="سلمى"),)),),
)
_breaks = st.sampled_from([b"\n", b"\r\n", b"\n\n", b"\n  \n"])


@st.composite
def _damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """Bytes cut short, or with one of them replaced."""
    at = draw(st.integers(0, len(data) - 1))
    if draw(st.booleans()):
        return data[:at]
    return data[:at] + draw(st.sampled_from([b"\xff", b"\0", b"{", b'"', b"9"])) + data[at + 1 :]


@st.composite
def _lines(draw: st.DrawFn) -> bytes:
    """A JSONL file: articles, the same again, damaged ones, blank lines, any line ends."""
    made = draw(st.lists(articles(), min_size=1, max_size=4))
    file = b""
    for one in draw(st.lists(st.sampled_from(made), min_size=1, max_size=8)):
        data = line(one)
        file += (draw(_damaged(data)) if draw(st.integers(0, 3)) == 0 else data) + draw(_breaks)
    return file if draw(st.booleans()) else file.rstrip(b"\r\n")


def found(source: Path, **options: object) -> tuple[list[Finding], int]:
    checker = Checker()
    listed = list(passed(checker, pieces([source]), **options))
    return listed + list(checker.finish()), checker.seen


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # each try starts processes
)
@given(st.lists(_lines(), min_size=1, max_size=2), st.integers(2, 4), st.integers(1, 4000))
def test_any_number_of_workers_and_any_cut_find_the_same(
    files: list[bytes], workers: int, stretch: int
) -> None:
    with tempfile.TemporaryDirectory() as name:
        for number, data in enumerate(files):
            Path(name, f"part-{number}.jsonl").write_bytes(data)
        write_article(Path(name, "wrong.json"), WRONG)
        Path(name, "broken.json").write_bytes(b"{")
        Path(name, "dead.json").symlink_to("nowhere")
        (Path(name) / "known").mkdir()
        alone = found(Path(name))
        assert found(Path(name), workers=workers, stretch=stretch) == alone
        assert len(alone[0]) > 1


@settings(max_examples=30, deadline=None)
@given(_lines(), st.integers(1, 3000))
def test_stretches_are_the_file(data: bytes, size: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        file = Path(name, "a.jsonl")
        file.write_bytes(data)
        whole = list(engine.Piece(str(file), named=True).documents())
        cut = [one for batch in engine._cut(pieces([file]), size) for one in batch]
        assert [document for piece in cut for document in piece.documents()] == whole
        assert sum(piece.size for piece in cut) == len(data)


def test_known_exceptions_are_left_out_whoever_found_them(tmp_path: Path) -> None:
    write_article(tmp_path / "articles" / "wrong.json", WRONG)
    (tmp_path / "known.tsv").write_text(
        "wrong\tKH205\tm1\tan example\tme\nwrong\tKH301\tm1\tof no use\tme\n"
    )
    alone, _ = found(tmp_path)
    assert "KH690" in {one.code for one in alone}
    assert "KH205" not in {one.code for one in alone}
    assert found(tmp_path, workers=2) == (alone, 1)


def test_what_is_of_another_version_is_no_article_for_rules_on_the_corpus(tmp_path: Path) -> None:
    newer = line(WRONG).replace(SCHEMA.encode(), b"khabar/9.9")
    (tmp_path / "a.jsonl").write_bytes(b"\n".join([newer, newer, line(WRONG)]))
    alone, _ = found(tmp_path)
    assert "KH601" not in {one.code for one in alone}
    assert found(tmp_path, workers=2) == (alone, 3)


def test_without_rules_on_the_corpus_all_is_counted_and_found(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"\n".join([line(WRONG), b"{", line(WRONG)] * 5))
    runs = []
    for workers in (1, 2):
        checker = Checker(select=["KH0", "KH2"])
        told = list(passed(checker, pieces([tmp_path]), workers=workers, stretch=300))
        runs.append((told, checker.seen))
    assert runs[0] == runs[1]
    assert (len(runs[0][0]), runs[0][1]) == (15, 15)


def test_only_rules_on_the_corpus_need_no_workers(tmp_path: Path) -> None:
    (tmp_path / "twice.jsonl").write_bytes(b"\n".join([line(WRONG)] * 2))
    checker = Checker(select=["KH601"])
    assert [one.code for one in passed(checker, pieces([tmp_path]), workers=3)] == ["KH601"]


def test_a_file_named_that_cannot_be_read_ends_the_run(tmp_path: Path) -> None:
    (tmp_path / "dead.jsonl").symlink_to("nowhere")
    with pytest.raises(KhabarError, match=r"dead.jsonl: cannot be read: no such file"):
        found(tmp_path / "dead.jsonl", workers=2)
    (tmp_path / "good.json").write_bytes(dumps(WRONG))
    codes = [one.code for one in found(tmp_path, workers=2)[0]]
    assert codes[0] == "KH001"


def test_a_file_that_changes_behind_the_workers_back_is_said(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(b"\n".join([line(WRONG)] * 6))
    piece, answer = engine.Piece(str(file), named=True), engine.Answer(seen=6)
    file.write_bytes(line(WRONG))
    with pytest.raises(KhabarError, match="changed while it was checked"):
        list(engine._followed(Checker(), piece, answer))


def test_a_worker_that_dies_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jsonl").write_bytes(line(WRONG))
    monkeypatch.setattr(engine, "_answer", lambda piece: os.kill(os.getpid(), signal.SIGKILL))
    # Forked, so that the worker has the function above, whatever threads run the tests.
    monkeypatch.setattr(engine.threading, "active_count", lambda: 1)
    monkeypatch.chdir(tmp_path)
    found = passed(Checker(), pieces(["a.jsonl"]), workers=2)
    with pytest.raises(KhabarError, match=r"a worker process died.* a\.jsonl .*--workers 1"):
        next(found)


def test_small_input_is_worth_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jsonl").write_bytes(line(WRONG))
    assert suited(pieces([tmp_path])) == 1
    monkeypatch.setattr(engine, "_usable", lambda: 64)
    monkeypatch.setattr(engine, "_WORTH", 10)
    assert suited(pieces([tmp_path])) == 8


def _children(process: int) -> list[int]:
    with contextlib.suppress(FileNotFoundError):
        text = Path(f"/proc/{process}/task/{process}/children").read_text()
        return [int(one) for one in text.split()]
    return []


def _until(wanted: object, what: str) -> None:
    end = time.monotonic() + 15
    while time.monotonic() < end:
        if wanted():
            return
        time.sleep(0.002)  # what goes wrong goes wrong in the first moments
    pytest.fail(f"after 15 seconds still not {what}")


LISTENING = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever started the tests ignores it
from khabar.commands import run
run()
"""


@pytest.fixture
def long(tmp_path: Path) -> subprocess.Popen[bytes]:
    """A check that goes on for long, in two workers."""
    file = tmp_path / "long.jsonl"
    file.write_bytes((line(WRONG) + b"\n") * 40_000)
    said = [sys.executable, "-c", LISTENING, "check", str(file)]
    running = subprocess.Popen(
        [*said, "--workers", "2", "--no-cache", "--output-format", "jsonl"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    yield running
    running.kill()
    running.stderr.close()
    running.wait()


linux = pytest.mark.skipif(sys.platform != "linux", reason="child processes are read from /proc")


@linux
@pytest.mark.parametrize("to_all", [True, False], ids=["terminal", "kill"])
def test_control_c_ends_all_processes(long: subprocess.Popen[bytes], to_all: bool) -> None:
    _until(lambda: len(_children(long.pid)) == 2, "two workers")
    workers = _children(long.pid)
    (os.killpg if to_all else os.kill)(long.pid, signal.SIGINT)
    said = long.communicate(timeout=60)[1]
    assert long.returncode == 130
    assert b"Traceback" not in said
    assert not any(Path(f"/proc/{one}").exists() for one in workers)


@linux
def test_workers_end_with_their_parent(long: subprocess.Popen[bytes]) -> None:
    _until(lambda: len(_children(long.pid)) == 2, "two workers")
    workers = _children(long.pid)
    long.kill()
    _until(lambda: not any(_alive(one) for one in workers), "ended")


def _alive(process: int) -> bool:
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def test_findings_come_back_whole(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"\n" + line(WRONG))
    one = found(tmp_path / "a.jsonl", workers=2)[0][0]
    assert (one.code, one.place.line, one.place.file) == ("KH205", 2, str(tmp_path / "a.jsonl"))
    assert (
        one.place.column
        == json.dumps(json.loads(line(WRONG)), ensure_ascii=False, separators=(",", ":")).index(
            '{"start"'
        )
        + 1
    )


@pytest.mark.parametrize("workers", [1, 2])
def test_findings_stand_in_the_order_of_the_document(tmp_path: Path, workers: int) -> None:
    """What a rule on the corpus says of the id comes before what others say of a span."""
    (tmp_path / "a.jsonl").write_bytes(b"\n".join([line(WRONG)] * 2))
    checker = Checker(select=["KH205", "KH601"])
    told = passed(checker, pieces([tmp_path]), workers=workers)
    assert [one.code for one in told] == ["KH205", "KH601", "KH205"]
