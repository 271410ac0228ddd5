"""The guidelines behind the button on the labelling page."""

import re
from pathlib import Path

import pytest

from khabar.problem import KhabarError
from khabar.studio.instructions import instructions

GUIDELINES = Path(__file__).parents[2] / "corpus" / "guidelines"


def test_every_decision_of_the_guidelines_is_in_it_and_no_json():
    html = instructions(GUIDELINES)
    text = "\n".join(page.read_text() for page in GUIDELINES.glob("*.md"))
    decisions = re.findall(r"^\| ([A-Z]\d+) \|", text, flags=re.MULTILINE)
    assert len(decisions) > 60
    for code in decisions:
        assert f"<td>{code}</td>" in html, code
    assert '"spans"' not in html
    assert html.count("<section") == len(list(GUIDELINES.glob("*.md")))


def test_links_stay_within_the_page(tmp_path):
    (tmp_path / "00-start.md").write_text(
        "[الأقوال](01-quotes.md#q1) و[قرار](../decisions/0001.md) و[موقع](https://example.org/a)\n"
    )
    (tmp_path / "01-quotes.md").write_text("# الأقوال\n")
    html = instructions(tmp_path)
    assert (
        '<a href="#kh-01-quotes">الأقوال</a> وقرار و<a href="https://example.org/a" target' in html
    )
    assert '<section id="kh-01-quotes"><h1>الأقوال</h1>' in html


def test_markup_in_guidelines_is_text(tmp_path):
    (tmp_path / "a.md").write_text("| a |\n|---|\n| **b** |\n\n`<script>`\n")
    html = instructions(tmp_path)
    assert "<strong>b</strong>" in html
    assert "&lt;script&gt;" in html


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(KhabarError, match="there are no guidelines"):
        instructions(tmp_path)
