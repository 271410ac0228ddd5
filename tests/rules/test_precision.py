"""The page on the precision of rules says what the rules do on real text.

    PYTHONPATH=tests python -m rules.test_precision [CODE...]

prints every finding with the words around it, to be read.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from khabar.model import SCHEMA, Article, Status
from khabar.problem import Finding
from khabar.rules import check_article, rules

PAGE = Path(__file__).parents[2] / "docs" / "rule-precision.md"
DATA = Path(__file__).parents[3] / "shared" / "data"
NEWS = DATA / "wikinews-ar" / "wikinews_undiac.txt"
SENTENCES = DATA / "wojood-sample"
SEED = DATA / "seed" / "page.txt"
_ROW = re.compile(
    r"^\| (KH\d{3}) [^|]*\| (\d+) \| (\d+) \| (\d+) \| ([\d.]+|–) \| (\w+) \|$", re.MULTILINE
)
_TOGETHER = 20
_AROUND = 30


def texts() -> Iterator[tuple[str, str]]:
    """Real texts with names: news by section, sentences twenty at a time, a page as crawled."""
    sections = re.split(r"^#.*$", NEWS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = [[line.strip() for line in one.split("\n") if line.strip()] for one in sections]
    for number, section in enumerate(one for one in lines if one):
        yield f"news-{number}", "\n".join(section)
    for name in ("train", "val"):
        tokens = (SENTENCES / f"{name}.txt").read_text(encoding="utf-8").strip()
        found = [
            " ".join(line.split(" ")[0] for line in one.split("\n"))
            for one in re.split(r"\n\s*\n", tokens)
        ]
        for at in range(0, len(found), _TOGETHER):
            yield f"{name}-{at}", "\n".join(found[at : at + _TOGETHER])
    yield "page", SEED.read_text(encoding="utf-8")


def findings(code: str, status: Status) -> Iterator[tuple[str, Finding]]:
    for name, text in texts():
        article = Article(schema=SCHEMA, id=name, language="ar", text=text, status=status)
        for one in check_article(article, select=[code]):
            yield text, one


def _status(code: str) -> Status:
    return "annotated" if code.startswith("KH4") else "raw"


def rows() -> list[tuple[str, ...]]:
    return _ROW.findall(PAGE.read_text(encoding="utf-8"))


@pytest.mark.skipif(not NEWS.exists(), reason="the real texts are not here")
def test_the_page_counts_what_the_rules_find() -> None:
    found = Counter({row[0]: sum(1 for _ in findings(row[0], _status(row[0]))) for row in rows()})
    assert dict(found) == {row[0]: int(row[1]) for row in rows()}


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_a_row_agrees_with_itself_and_the_rule(row: tuple[str, ...]) -> None:
    code, hits, read, right, precision, severity = row
    assert int(hits) >= int(read) >= int(right)
    assert precision == (f"{int(right) / int(read):.2f}" if int(read) else "–")
    assert severity == rules()[code].severity
    if severity == "warning":
        assert float(precision) >= 0.9


if __name__ == "__main__":
    for asked in sys.argv[1:]:
        for text, one in findings(asked, _status(asked)):
            start, end = one.start or 0, one.end or 0
            print(asked, one.message, "|", text[max(0, start - _AROUND) : end + _AROUND])  # noqa: T201
