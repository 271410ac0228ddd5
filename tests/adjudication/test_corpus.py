"""The gold of the corpus is what its passes and decisions give."""

from pathlib import Path

from khabar.adjudication.files import Place, differences
from khabar.agreement import read_passes
from khabar.store import article_files, read_article

CORPUS = Path(__file__).parents[2] / "corpus"
PLACE = Place(CORPUS / "adjudication", CORPUS / "articles")


def test_gold_follows_from_passes_and_decisions():
    articles = [read_article(path) for path in article_files(CORPUS / "articles")]
    adjudicated = {one.id for one in articles if one.status == "adjudicated"}
    decided = {path.stem for path in PLACE.decisions.glob("*.json")}
    assert adjudicated <= decided, "run: khabar adjudicate corpus/passes"
    if decided:
        passes = read_passes([CORPUS / "passes"])
        message = "run: khabar adjudicate corpus/passes --check"
        assert list(differences(passes, PLACE)) == [], message
