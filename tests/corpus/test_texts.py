"""The texts that await annotation: whole, in stored form, and none like another."""

import re
import unicodedata
from collections import defaultdict
from datetime import date, datetime
from pathlib import Path

import pytest

from khabar.store import read_articles
from khabar.text import fold
from khabar.text.stored import stored_form

CORPUS = Path(__file__).parents[2] / "corpus"
TEXTS = sorted((CORPUS / "texts").glob("*.txt"))
FIELDS = {"title", "publisher", "author", "published", "keywords", "story", "genre", "topic"}
RUN = 8
"""So many words in a row are nobody's but their author's."""


def parsed(file: Path) -> tuple[dict[str, str], str]:
    head, _, body = file.read_text(encoding="utf-8").partition("\n\n")
    return dict(line.split(": ", 1) for line in head.splitlines()), body.strip()


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", fold(text))
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


@pytest.mark.parametrize("file", TEXTS, ids=[one.stem for one in TEXTS])
def test_a_text_is_whole_and_in_stored_form(file: Path) -> None:
    head, body = parsed(file)
    assert set(head) <= FIELDS
    assert FIELDS - {"author", "keywords"} <= set(head)
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{2,63}", file.stem)
    assert 120 <= len(body.split()) <= 600
    for words in (body, *head.values()):
        assert unicodedata.is_normalized("NFC", words)
    assert stored_form(body).text == body
    day = datetime.fromisoformat(head["published"]).date()
    assert date(2024, 1, 1) <= day <= date(2025, 12, 31)


def test_no_text_repeats_another_but_of_one_story() -> None:
    told: dict[tuple[str, ...], set[str]] = defaultdict(set)
    stories = {}
    for file in TEXTS:
        head, body = parsed(file)
        stories[file.stem] = head["story"]
        for run in runs(body):
            told[run].add(file.stem)
    for article in read_articles(CORPUS / "articles"):
        stories[article.id] = article.id
        for run in runs(article.text):
            told[run].add(article.id)
    repeated = {
        " ".join(run): names
        for run, names in told.items()
        if len({stories[name] for name in names}) > 1
    }
    assert repeated == {}


def test_every_text_has_its_note() -> None:
    lines = (CORPUS / "texts" / "notes.tsv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "id\tnote"
    assert [line.split("\t")[0] for line in lines[1:]] == [file.stem for file in TEXTS]
