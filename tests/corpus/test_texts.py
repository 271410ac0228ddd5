"""The texts of the corpus: whole, in stored form, and none like another or like real news."""

import re
import unicodedata
from collections import defaultdict
from datetime import date, datetime
from pathlib import Path

import pytest

from khabar.model import Article
from khabar.schema import broadest, labels
from khabar.store import read_articles
from khabar.text import fold
from khabar.text.stored import stored_form

TOP = Path(__file__).parents[2]
CORPUS = TOP / "corpus"
REAL = TOP.parent / "shared" / "data"
NEWS = (REAL / "seed" / "page.txt", REAL / "wikinews-ar" / "wikinews_undiac.txt")
GENRES = {
    "agency", "analysis", "brief", "feature", "interview", "local", "press-review", "report",
    "statement",
}  # fmt: skip
RUN = 8
"""So many words in a row are nobody's but their author's."""

ARTICLES = list(read_articles(CORPUS))

every_article = pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.id)


@every_article
def test_a_text_is_whole_and_in_stored_form(article: Article) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{2,63}", article.id)
    assert 120 <= len(article.text.split()) <= 600
    for words in (article.text, article.title, article.publication.publisher):
        assert unicodedata.is_normalized("NFC", words)
    assert stored_form(article.text).text == article.text
    day = datetime.fromisoformat(article.publication.published).date()
    assert date(2024, 1, 1) <= day <= date(2025, 12, 31)


@every_article
def test_a_text_says_what_it_is(article: Article) -> None:
    assert set(article.extra) == {"fictional", "genre", "story"}
    assert article.extra["fictional"] is True
    assert article.extra["genre"] in GENRES


def test_every_genre_and_every_subject_is_there() -> None:
    assert {one.extra["genre"] for one in ARTICLES} == GENRES
    assert {broadest(code) for one in ARTICLES for code in one.topics} == {
        code for code, one in labels("topics").items() if one.broader is None
    }


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", fold(text))
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def test_no_text_repeats_another_but_of_one_story() -> None:
    stories: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for article in ARTICLES:
        for run in runs(article.text):
            stories[run][article.id] = article.extra["story"]
    repeated = {
        " ".join(run): sorted(told) for run, told in stories.items() if len(set(told.values())) > 1
    }
    assert repeated == {}


@pytest.mark.skipif(not REAL.is_dir(), reason="needs the real news in ../shared/data")
@pytest.mark.parametrize("file", NEWS, ids=lambda file: file.stem)
def test_no_text_repeats_real_news(file: Path) -> None:
    real = runs(file.read_text(encoding="utf-8"))
    assert len(real) > 100
    shared = {one.id: real & runs(one.text) for one in ARTICLES}
    assert {name: found for name, found in shared.items() if found} == {}


def test_notes_are_about_articles() -> None:
    lines = (CORPUS / "notes.tsv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "id\tnote"
    noted = [line.split("\t")[0] for line in lines[1:]]
    assert len(noted) == len(set(noted))
    assert set(noted) <= {one.id for one in ARTICLES}
