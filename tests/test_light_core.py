"""The core works with none of the extras installed, and starts quickly."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from five_articles import FIVE
from khabar.store import read_article, write_article

ROOT = Path(__file__).parents[1]
ARTICLE = FIVE / "articles" / "water-treaty.json"
EXTRAS = (
    "datasets",
    "datatrove",
    "fsspec",
    "httpx",
    "urllib3",
    "huggingface_hub",
    "label_studio_sdk",
    "mlcroissant",
    "numpy",
    "pandas",
    "pyarrow",
    "scipy",
    "trafilatura",
    "lxml",
    "yaml",
)
WITHOUT = f"""
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {EXTRAS!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Absent())
sys.argv[0] = "khabar"
import khabar
from khabar.commands import run
run()
"""


def khabar(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WITHOUT, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        check=False,
        env=os.environ | {"COLUMNS": "200", "NO_COLOR": "1", "LABEL_STUDIO_API_KEY": "0" * 40},
    )


def test_checking_formatting_and_comparing() -> None:
    assert khabar("check", FIVE).returncode == 0
    assert khabar("format", "--check", FIVE).returncode == 0
    done = khabar("diff", FIVE, FIVE)
    assert (done.returncode, done.stdout) == (0, "")


def test_converting_to_label_studio_and_back(tmp_path: Path) -> None:
    assert khabar("convert", FIVE, tmp_path / "a.jsonl").returncode == 0
    assert khabar("convert", tmp_path / "a.jsonl", tmp_path / "b.ls.json").returncode == 0
    assert khabar("convert", tmp_path / "b.ls.json", tmp_path / "c.jsonl").returncode == 0
    assert (tmp_path / "c.jsonl").read_bytes() == (tmp_path / "a.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "extra"),
    [
        (("convert", "FIVE", "OUT/a.parquet"), "hub"),
        (("hub", "build", "FIVE", "--out", "OUT/hub"), "hub"),
        (("hub", "check", "FIVE"), "hub"),
        (("hub", "publish", "FIVE", "--to", "a/b"), "hub"),
        (("hub", "pull", "a/b", "--out", "OUT/x"), "hub"),
        (("scale", "check", "FIVE", "--out", "OUT/x"), "scale"),
        (("agree", "OUT/passes"), "agreement"),
        (("ingest", "examples/pages/marsa-port.html", "--out", "OUT/in"), "web"),
        (("studio", "push", "FIVE", "--url", "http://127.0.0.1:9"), "studio"),
    ],
)
def test_a_missing_extra_is_one_line_with_the_command(
    arguments: tuple[str, ...], extra: str, tmp_path: Path
) -> None:
    for name in ("one", "other"):
        write_article(tmp_path / "passes" / name / "a.json", read_article(ARTICLE))
    named = (one.replace("OUT", str(tmp_path)) for one in arguments)
    done = khabar(*(FIVE if one == "FIVE" else one for one in named))
    assert done.returncode == 2, done.stderr
    assert f"pip install 'khabar[{extra}]'" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_help_is_quick() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert "check" in khabar("--help").stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
    assert used < 2, f"{used:.1f} seconds of CPU; half a second is usual"
