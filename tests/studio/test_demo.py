"""``khabar demo``: the whole way, on the real server."""

import subprocess
import sys
from pathlib import Path

import pytest

from khabar.ingest import ingest
from khabar.store import read_article, read_articles

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "examples" / "pages" / "port-expansion.html"


def test_the_example_page_is_the_article_of_the_corpus(tmp_path: Path) -> None:
    (found,) = ingest([PAGE], tmp_path).outcomes[0].articles
    article = read_article(ROOT / "corpus" / "articles" / "port-expansion.json")
    assert read_article(found.path).text == article.text
    assert read_article(found.path).title == article.title


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = subprocess.run(
        [sys.executable, "-m", "khabar", "demo", str(PAGE), "--out", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "holds other things" in done.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.server
def test_the_whole_way(tmp_path: Path, server: object) -> None:
    out = tmp_path / "demo"
    done = subprocess.run(
        [sys.executable, "-m", "khabar", "demo", str(PAGE), "--out", str(out)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    changed = [row for row in done.stdout.splitlines() if row.startswith("    added mention")]
    assert len(changed) == 1
    assert "Label Studio is down again" in done.stdout
    assert "'quotes'): 14 rows" in done.stdout
    assert "ignoring" not in done.stderr.lower()
    gold = read_article(ROOT / "corpus" / "articles" / "port-expansion.json")
    (made,) = read_articles(out / "articles")
    assert len(made.mentions) == len(gold.mentions)
