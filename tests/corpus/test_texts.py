"""The texts of the corpus, annotated or not yet: whole, in stored form, and none like another.

A text waits in ``corpus/texts`` under a head of its own; once it is annotated it stands in
``corpus/articles``, with what the head knew of its story and genre under ``extra``.
"""

import re
import unicodedata
from collections import defaultdict
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from khabar.model import Article, Publication
from khabar.schema import labels
from khabar.store import read_articles
from khabar.text import fold
from khabar.text.stored import stored_form

CORPUS = Path(__file__).parents[2] / "corpus"
WAITING = sorted((CORPUS / "texts").glob("*.txt"))
NOTES = CORPUS / "texts" / "notes.tsv"
FIELDS = {"title", "publisher", "author", "published", "keywords", "story", "genre", "topic"}
GENRES = {
    "agency", "analysis", "brief", "feature", "interview", "local", "press-review", "report",
    "statement",
}  # fmt: skip
RUN = 8
"""So many words in a row are nobody's but their author's."""


class Told(NamedTuple):
    """What is known of a text, wherever it stands."""

    id: str
    head: dict[str, str]
    topics: frozenset[str]
    """The broadest of each of its topics, as codes."""
    text: str


def waiting(file: Path) -> Told:
    head, _, body = file.read_text(encoding="utf-8").partition("\n\n")
    known = dict(line.split(": ", 1) for line in head.splitlines())
    return Told(file.stem, known, frozenset({broadest(known["topic"])}), body.strip())


def annotated(article: Article) -> Told:
    publication = article.publication or Publication()
    head = {
        "title": article.title,
        "publisher": publication.publisher,
        "published": publication.published,
        "story": article.extra.get("story", article.id),
        "genre": article.extra.get("genre"),
    }
    topics = frozenset(above(one) for one in article.topics)
    known = {key: value for key, value in head.items() if value is not None}
    return Told(article.id, known, topics, article.text)


def broadest(name: str) -> str:
    """The code of a topic at the top, by its English name or the beginning of it."""
    (code,) = [
        code
        for code, one in labels("topics").items()
        if one.broader is None and (one.en.startswith(name) or name.startswith(one.en))
    ]
    return code


def above(code: str) -> str:
    while (broader := labels("topics")[code].broader) is not None:
        code = broader
    return code


ARTICLES = list(read_articles(CORPUS / "articles"))
TEXTS = {one.id: one for one in (*map(waiting, WAITING), *map(annotated, ARTICLES))}

every_text = pytest.mark.parametrize("told", TEXTS.values(), ids=list(TEXTS))


@every_text
def test_a_text_is_whole_and_in_stored_form(told: Told) -> None:
    assert set(told.head) <= FIELDS
    assert {"title", "publisher", "published", "story"} <= set(told.head)
    assert told.head.get("genre", "report") in GENRES
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{2,63}", told.id)
    assert 120 <= len(told.text.split()) <= 600
    for words in (told.text, *told.head.values()):
        assert unicodedata.is_normalized("NFC", words)
    assert stored_form(told.text).text == told.text
    day = datetime.fromisoformat(told.head["published"]).date()
    assert date(2024, 1, 1) <= day <= date(2025, 12, 31)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.id)
def test_an_article_keeps_what_its_text_told(article: Article) -> None:
    """Story and genre, both or, as in the first ones, neither; and the text to the letter."""
    assert ("story" in article.extra) == ("genre" in article.extra)
    if (file := CORPUS / "texts" / f"{article.id}.txt") in WAITING:
        assert article.text == waiting(file).text


def test_every_genre_and_every_subject_is_there() -> None:
    assert {one.head["genre"] for one in TEXTS.values() if "genre" in one.head} == GENRES
    assert {code for one in TEXTS.values() for code in one.topics} == {
        code for code, one in labels("topics").items() if one.broader is None
    }


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", fold(text))
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def test_no_text_repeats_another_but_of_one_story() -> None:
    stories: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for told in TEXTS.values():
        for run in runs(told.text):
            stories[run][told.id] = told.head["story"]
    repeated = {
        " ".join(run): sorted(told) for run, told in stories.items() if len(set(told.values())) > 1
    }
    assert repeated == {}


def test_every_waiting_text_has_its_whole_head_and_a_note() -> None:
    """Without texts that wait there are no notes either."""
    needed = FIELDS - {"author", "keywords"}
    assert [file.name for file in WAITING if not needed <= set(waiting(file).head)] == []
    lines = NOTES.read_text(encoding="utf-8").splitlines() if NOTES.is_file() else ["id\tnote"]
    assert [line.split("\t")[0] for line in lines] == ["id", *(file.stem for file in WAITING)]
