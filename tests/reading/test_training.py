"""The example that trains runs as it stands."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from five_articles import FIVE

ROOT = Path(__file__).parents[2]
pytest.importorskip("tokenizers", reason="the test group has it")
pytest.importorskip("sklearn", reason="the test group has it")


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    script = str(ROOT / "examples" / "train_entities.py")
    return subprocess.run(
        [sys.executable, script, *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_it_learns_what_it_was_shown() -> None:
    done = run(FIVE)
    assert done.returncode == 0, done.stderr
    found = re.findall(r"(\w+) +(\d+) articles .* F1 (\d\.\d\d)", done.stdout)
    assert [(name, count) for name, count, _ in found] == [
        ("train", "3"), ("validation", "1"), ("test", "1"),
    ]  # fmt: skip
    assert float(found[0][2]) > 0.9


def test_without_a_source_it_takes_the_corpus() -> None:
    done = run()
    found = re.findall(r"(\w+) +(\d+) articles", done.stdout)
    lists = {one.stem: one for one in (ROOT / "corpus" / "splits").glob("*.txt")}
    assert {name: int(count) for name, count in found} == {
        name: len(file.read_text().split()) for name, file in lists.items()
    }, done.stderr


@pytest.mark.long
def test_it_learns_what_it_was_not_shown(tmp_path: Path) -> None:
    """On generated articles, whose names come again, it finds most mentions of other articles."""
    (tmp_path / "articles").mkdir()
    made = [sys.executable, str(ROOT / "benchmarks" / "articles.py"), "300"]
    subprocess.run([*made, str(tmp_path / "articles" / "all.jsonl")], check=True)
    split = [sys.executable, "-m", "khabar", "split", str(tmp_path), "--ties", "text"]
    subprocess.run(split, check=True, capture_output=True)
    done = run(tmp_path)
    assert float(re.search(r"test .* F1 (\d\.\d\d)", done.stdout)[1]) > 0.8, done
