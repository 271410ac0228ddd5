"""``khabar demo``: the whole way, on the real server."""

import subprocess
import sys
from pathlib import Path

import pytest

from khabar.ingest import ingest
from khabar.model import Article
from khabar.store import read_article, read_articles

ROOT = Path(__file__).parents[2]
ARTICLES = ROOT / "corpus" / "articles"
PAGE = ROOT / "examples" / "pages" / "port-expansion.html"


@pytest.fixture
def gold(tmp_path: Path) -> Article:
    """The article of the corpus whose text is that of the example page."""
    (found,) = ingest([PAGE], tmp_path / "ingested").outcomes[0].articles
    ingested = read_article(found.path)
    (same,) = [one for one in read_articles(ARTICLES) if one.text == ingested.text]
    assert same.title == ingested.title
    return same


def test_the_example_page_is_an_article_of_the_corpus(gold: Article) -> None:
    assert gold.mentions
    assert gold.quotes


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
def test_the_whole_way(tmp_path: Path, server: object, gold: Article) -> None:
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
    assert f"'quotes'): {len(gold.quotes)} rows" in done.stdout
    assert "ignoring" not in done.stderr.lower()
    (made,) = read_articles(out / "articles")
    assert len(made.mentions) == len(gold.mentions)
