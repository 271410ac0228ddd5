"""The guidelines behind the button on the labelling page."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from five_articles import FIVE
from khabar.commands import app
from khabar.formats.label_studio import config
from khabar.problem import KhabarError
from khabar.schema import labels
from khabar.store import read_article, write_article
from khabar.studio.instructions import instructions
from khabar.studio.push import push

GUIDELINES = Path(__file__).parents[2] / "corpus" / "guidelines"
ARTICLE = FIVE / "articles" / "coastal-storm.json"


def test_every_decision_of_the_guidelines_is_in_it_and_no_json():
    html = instructions(GUIDELINES)
    text = "\n".join(page.read_text() for page in GUIDELINES.glob("*.md"))
    decisions = re.findall(r"^\| ([A-Z]\d+) \|", text, flags=re.MULTILINE)
    assert len(decisions) > 60
    for code in decisions:
        assert f"<td>{code}</td>" in html, code
    assert '"spans"' not in html
    assert html.count("<section") == len(list(GUIDELINES.glob("*.md")))


def test_links_are_text(tmp_path):
    """A click on one would take the labelling page away."""
    (tmp_path / "00-start.md").write_text(
        "[الأقوال](01-quotes.md#q1) و[قرار](../decisions/0001.md) و[موقع](https://example.org/a)\n"
    )
    (tmp_path / "01-quotes.md").write_text("# الأقوال\n")
    html = instructions(tmp_path)
    assert "<p>الأقوال وقرار وموقع (https://example.org/a)</p>" in html
    assert "<section><h1>الأقوال</h1>" in html
    assert "<a " not in instructions(GUIDELINES)


def test_markup_in_guidelines_is_text(tmp_path):
    (tmp_path / "a.md").write_text("| a |\n|---|\n| **b** |\n\n`<script>`\n")
    html = instructions(tmp_path)
    assert "<strong>b</strong>" in html
    assert "&lt;script&gt;" in html


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(KhabarError, match="there are no guidelines"):
        instructions(tmp_path)


@pytest.mark.server
def test_label_studio_stores_them_as_they_are(client):
    """Else every `up` would find them changed."""
    wanted = instructions(GUIDELINES)
    made = client.create("with guidelines", config(), wanted)
    assert made.instructions == wanted
    assert client.project(made.title).instructions == wanted
    assert client.project(client.create("without", config()).title).instructions == ""


@pytest.mark.server
def test_up_takes_the_guidelines_of_the_corpus_or_others(client, server_home, tmp_path):
    corpus, others = tmp_path / "corpus", tmp_path / "others"
    write_article(corpus / "articles" / ARTICLE.name, read_article(ARTICLE))
    for folder, words in ((corpus / "guidelines", "من المدونة"), (others, "من غيرها")):
        folder.mkdir()
        (folder / "00-start.md").write_text(f"# {words}\n")

    def up(*options):
        words = ["studio", "up", corpus, "--home", server_home, "--project", "guided", *options]
        shown = CliRunner().invoke(app, list(map(str, words)))
        assert shown.exit_code == 0, shown.output
        return client.project("guided").instructions, "instructions of guided" in shown.stderr

    assert up() == (instructions(corpus / "guidelines"), False)
    assert up() == (instructions(corpus / "guidelines"), False)
    assert up("--guidelines", others) == (instructions(others), True)
    (corpus / "guidelines" / "00-start.md").unlink()
    assert up() == (instructions(others), False), "without guidelines they stay as they are"
    shown = CliRunner().invoke(app, ["studio", "up", "--guidelines", str(tmp_path / "none")])
    assert (shown.exit_code, "there are no guidelines" in shown.stderr) == (2, True)


@pytest.mark.server
@pytest.mark.browser
def test_the_button_and_the_hints(client, labelling_page):
    article = read_article(ARTICLE)
    project = client.create("button", config(), instructions(GUIDELINES))
    push([article], client, project)
    labelling_page.open_list(project.id, tasks=1)
    labelling_page.open(0, article.text, regions=40)
    page = labelling_page.page
    label = labels("mention-types")["GPE"]
    page.locator(".lsf-label", has_text=label.ar).first.hover()
    page.get_by_text(label.example, exact=False).locator("visible=true").first.wait_for()
    page.mouse.move(600, 600)
    page.locator("button:visible", has_text="Instructions").click()
    dialog = page.locator(".lsf-modal-ls_visible")
    dialog.locator("td", has_text=re.compile("^M1$")).wait_for()
    dialog.locator("h1", has_text="الموضوعات").scroll_into_view_if_needed()
    assert labelling_page.text() == article.text
