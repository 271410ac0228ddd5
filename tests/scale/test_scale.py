"""Many shards, many processes: the same bytes as one machine, and no work done twice."""

import gzip
import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from khabar.hub import build as build_here
from khabar.model import Article
from khabar.problem import KhabarError
from khabar.rules import check as check_here
from khabar.rules import rules
from khabar.scale import build, check
from khabar.scale.shards import at_hand, shards
from khabar.store import line, write_lines

pytest.importorskip("datatrove")

ROOT = Path(__file__).parents[2]


def made(count: int) -> list[Article]:
    spec = importlib.util.spec_from_file_location("made_articles", ROOT / "benchmarks/articles.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return list(module.articles(count))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of five shards, one of them twice as long; every fifth article is for testing."""
    folder = tmp_path_factory.mktemp("scale") / "corpus"
    some = made(60)
    for number, start in enumerate((0, 10, 20, 30, 40)):
        end = start + 10 if start < 40 else 60
        write_lines(folder / "articles" / f"part-{number}.jsonl", some[start:end])
    (folder / "splits").mkdir()
    (folder / "splits/train.txt").write_text("".join(f"{one.id}\n" for one in some[12:]))
    (folder / "splits/test.txt").write_text("".join(f"{one.id}\n" for one in some[:12]))
    (folder / "metadata.json").write_text('{"title": "News", "license": "CC-BY-4.0"}')
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def here(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What one process on one machine builds."""
    folder = tmp_path_factory.mktemp("here") / "dataset"
    build_here(corpus, folder, articles_a_file=25)
    return contents(folder)


@pytest.mark.parametrize(("tasks", "workers"), [(0, 1), (2, 2)])
def test_a_build_is_the_same_bytes(
    corpus: Path, here: dict[str, bytes], tmp_path: Path, tasks: int, workers: int
) -> None:
    out = tmp_path / "dataset"
    build(
        f"{corpus}/articles",
        out,
        corpus=corpus,
        tasks=tasks,
        workers=workers,
        articles_a_file=25,
    )
    assert contents(out) == here
    assert [path.name for path in tmp_path.iterdir()] == ["dataset"]


def test_a_broken_off_build_goes_on(
    corpus: Path, here: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is done is not done again: the shards may even be gone."""
    source, out = tmp_path / "shards", tmp_path / "dataset"
    for path in (corpus / "articles").iterdir():
        source.mkdir(exist_ok=True)
        (source / path.name).write_bytes(path.read_bytes())
    bad = source / "part-3.jsonl"
    good = bad.read_bytes()
    bad.write_bytes(good.replace(b'"schema":"khabar/', b'"schema":"chabar/', 1))
    with pytest.raises(KhabarError):
        build(str(source), out, corpus=corpus, articles_a_file=25)
    assert not out.exists()
    bad.write_bytes(good)
    for number in range(3):
        (source / f"part-{number}.jsonl").write_bytes(b"")
    build(str(source), out, corpus=corpus, articles_a_file=25)
    assert contents(out) == here


def test_what_was_begun_otherwise_is_not_gone_on_with(faulty: Path, tmp_path: Path) -> None:
    """Marks of other tasks or shards say nothing of these."""
    out = tmp_path / "out"
    check(str(faulty), out, tasks=2)
    before = (out / "findings.jsonl").read_bytes()
    with pytest.raises(KhabarError, match=r"begun with 2 tasks as CheckShards\(source='.*faulty'"):
        check(str(faulty), out, tasks=3)
    write_lines(tmp_path / "others" / "a.jsonl", made(1))
    with pytest.raises(KhabarError, match=f"{out}: this was begun .* take the folder away"):
        check(str(tmp_path / "others"), out, tasks=2)
    assert check(str(faulty), out, tasks=2).articles == 30
    assert (out / "findings.jsonl").read_bytes() == before
    (out / "logs/executor.json").write_text("{}")
    with pytest.raises(KhabarError, match=r"executor\.json: cannot be read: "):
        check(str(faulty), out, tasks=2)


def test_what_is_said_at_the_end_is_all_that_is_said(faulty: Path, tmp_path: Path) -> None:
    words = ["scale", "check", faulty, "--out", tmp_path / "out", "--tasks", "2", "--workers", "2"]
    command = [sys.executable, "-m", "khabar", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert re.fullmatch(r"30 articles: \d+ errors, \d+ info; .*findings\.jsonl\n", done.stdout)
    assert "2 tasks" in (tmp_path / "out/logs/engine.log").read_text()


def test_an_id_in_two_shards_is_an_error(tmp_path: Path) -> None:
    (one,) = made(1)
    for name in ("a", "b"):
        write_lines(tmp_path / "shards" / f"{name}.jsonl", [one])
    with pytest.raises(KhabarError, match=r"b\.jsonl: KH601 the article '.*' is in a shard before"):
        build(str(tmp_path / "shards"), tmp_path / "out")


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """Shards with errors, warnings, and a line that is no JSON."""
    some = made(30)
    for number, start in enumerate((0, 10, 20)):
        rows = [line(one) for one in some[start : start + 10]]
        rows[3] = rows[3].replace(b'"start":', b'"start":1', 1)
        rows[7] = b"{}" if number else b"not JSON"
        path = tmp_path / "faulty" / f"{number}.jsonl"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"\n".join(rows) + b"\n")
    return tmp_path / "faulty"


def local(source: Path) -> str:
    """What one process says of each article by itself."""
    from io import StringIO

    from khabar.reports import jsonl

    stream = StringIO()
    alone = [code for code, rule in rules().items() if rule.scope in ("file", "article")]
    jsonl.write(check_here(source, select=alone), stream)
    return stream.getvalue()


@pytest.mark.parametrize(("tasks", "workers"), [(0, 1), (2, 2)])
def test_findings_are_the_same_bytes(
    faulty: Path, tmp_path: Path, tasks: int, workers: int
) -> None:
    done = check(str(faulty), tmp_path / "out", tasks=tasks, workers=workers)
    assert (tmp_path / "out/findings.jsonl").read_text() == local(faulty)
    assert done.articles == 30
    assert done.severities["error"] >= 6


def test_shards_may_be_anywhere(faulty: Path, tmp_path: Path) -> None:
    import fsspec

    memory = fsspec.filesystem("memory")
    for path in faulty.iterdir():
        with memory.open(f"/news/{path.name}.gz", "wb") as stream:
            stream.write(gzip.compress(path.read_bytes()))
    found = shards("memory://news")
    assert found == [f"memory:///news/{number}.jsonl.gz" for number in range(3)]
    with at_hand(found[1]) as path:
        assert path.read_bytes() == (faulty / "1.jsonl").read_bytes()
        assert path.name == "1.jsonl"
    assert not path.exists()


def test_no_shards_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(KhabarError, match="there are no shards"):
        shards(str(tmp_path))
    with pytest.raises(KhabarError, match="cannot be reached"):
        shards("nosuch://place")


@pytest.fixture
def _ray() -> Iterator[None]:
    ray = pytest.importorskip("ray")
    ray.init(num_cpus=2, include_dashboard=False, logging_level="ERROR")
    yield
    ray.shutdown()


@pytest.mark.long
@pytest.mark.usefixtures("_ray")
def test_ray_builds_the_same_bytes(corpus: Path, here: dict[str, bytes], tmp_path: Path) -> None:
    out = tmp_path / "dataset"
    build(f"{corpus}/articles", out, corpus=corpus, workers=2, engine="ray", articles_a_file=25)
    assert contents(out) == here
