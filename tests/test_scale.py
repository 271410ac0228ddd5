"""Memory stays bounded when there are many articles."""

import subprocess
import sys
from pathlib import Path

import pytest

from khabar.store import documents

ROOT = Path(__file__).parents[1]
MEASURED = """
import re, sys
from pathlib import Path
from khabar.commands import run
try:
    run()
finally:
    used = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]
    print("peak", int(used) // 1024, file=sys.stderr)
"""


def peak(*words: object) -> tuple[int, int, str]:
    """Run khabar; exit status, peak memory in MiB, and what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, int(done.stderr.split()[-1]), done.stdout + done.stderr


pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="peak memory is read from /proc, as on Linux"
)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("many") / "articles.jsonl"
    script = ROOT / "benchmarks" / "articles.py"
    subprocess.run([sys.executable, str(script), "4000", str(target)], check=True)
    return target


@pytest.mark.long
def test_converting_does_not_grow_with_the_corpus(many: Path, tmp_path: Path) -> None:
    few = tmp_path / "few.jsonl"
    few.write_bytes(b"".join(many.read_bytes().splitlines(keepends=True)[:200]))
    small = peak("convert", few, tmp_path / "few.ls.json")
    large = peak("convert", many, tmp_path / "many.ls.json")
    assert (small[0], large[0]) == (0, 0), large[2]
    assert large[1] < small[1] + 60, "memory grows with the number of articles"
    assert sum(1 for _ in documents(many)) == 4000


@pytest.mark.long
def test_checking_keeps_to_its_bounds(many: Path) -> None:
    status, used, said = peak("check", many, "--output-format", "jsonl", "--ignore", "KH6")
    assert status == 0, said[-500:]
    assert "checked 4000 articles: 0 errors" in said
    assert used < 120, f"{used} MiB for 4,000 articles, without the rules on the whole corpus"


@pytest.mark.long
def test_several_processes_and_the_cache_keep_to_their_bounds(many: Path, tmp_path: Path) -> None:
    few = tmp_path / "few.jsonl"
    few.write_bytes(b"".join(many.read_bytes().splitlines(keepends=True)[:400]))
    how = ["--workers", "2", "--cache-dir", tmp_path / "cache", "--ignore", "KH6,KH78", "--quiet"]
    small = peak("check", few, *how, "--output-file", tmp_path / "few.txt")
    for said in ("checked", "known"):
        large = peak("check", many, *how, "--output-file", tmp_path / f"{said}.txt")
        assert large[0] == 0, large[2]
        assert large[1] < small[1] + 30, f"memory grows with the number of articles {said}"
    first, again = ((tmp_path / f"{said}.txt").read_bytes() for said in ("checked", "known"))
    assert first == again
