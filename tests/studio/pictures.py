"""Make the pictures of the pages for annotators and adjudicators anew.

``PYTHONPATH=tests python tests/studio/pictures.py``: a Label Studio of its own, Chromium, and one
of the five articles; for adjudication two passes of the corpus.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

from five_articles import FIVE
from khabar.adjudication import merge
from khabar.adjudication.files import Place
from khabar.formats.label_studio import config
from khabar.model import Article
from khabar.store import read_article
from khabar.studio import server as local
from khabar.studio.adjudicating import Proposals
from khabar.studio.client import Client
from khabar.studio.instructions import instructions
from khabar.studio.push import push
from studio.conftest import CHROMIUM, FLAGS, _log_in
from studio.labelling_page import LabellingPage

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"
ARTICLE = FIVE / "articles" / "coastal-storm.json"
PASSES = ROOT / "corpus" / "passes"
IN_QUESTION = "annex-talks-odria"
GUIDELINES = ROOT / "corpus" / "guidelines"
WHOLE = {"x": 240, "y": 48, "width": 1360, "height": 992}


def main() -> None:
    """Start, take the pictures, stop."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        server = local.up(Path(home), say=sys.stderr.write)
        try:
            client = Client(server.url, server.token)
            project = client.create("khabar", config(), instructions(GUIDELINES))
            push([read_article(ARTICLE)], client, project)
            second = client.create("second look", config(adjudicate=True))
            push(in_question(), client, second, adjudicate=True)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
                context = browser.new_context(viewport={"width": 1600, "height": 1040})
                _log_in(context, server)
                page = LabellingPage(context.new_page(), server.url)
                page.open_list(project.id, tasks=1)
                take(page)
                page.open_list(second.id, tasks=1)
                take_versions(page)
                browser.close()
        finally:
            local.down(Path(home))


def take(page: LabellingPage) -> None:
    """The four pictures, from one article."""
    text = read_article(ARTICLE).text
    page.open(0, text, regions=40)
    shot(page, "page")
    page.click(text.index("أمينة") + 1)
    shot(page, "mention")
    page.page.keyboard.press("Escape")
    page.click(text.index("أن فرق الإنقاذ") + 4)
    shot(page, "quote")
    page.page.locator(".lsf-panel-tabs__tab:visible", has_text="Relations").click()
    item = page.page.locator(".lsf-relations__item:visible").first
    item.hover()
    item.get_by_label("Show Relation Labels").click()
    item.locator("[data-testid^=select-trigger]").click()
    shot(page, "relation")


def in_question() -> Iterator[Article]:
    """What is open between two passes of the corpus, as if nothing had been decided."""
    files = {who: PASSES / who / f"{IN_QUESTION}.json" for who in ("model-a", "model-b")}
    merged = merge({who: read_article(file) for who, file in files.items()})
    nowhere = ROOT / "none"
    return Proposals({merged.id: merged}, Place(nowhere, nowhere)).open()


def take_versions(page: LabellingPage) -> None:
    """The page for adjudication: its questions, and a version with its fields and reasons."""
    (article,) = in_question()
    page.open(0, article.text, regions=40)
    page.page.locator(".lsf-panel-tabs__tab:visible", has_text="Regions").click()
    page.page.get_by_text("الأسئلة", exact=True).click()
    shot(page, "questions")
    page.page.get_by_text("الأسئلة", exact=True).click()
    page.page.wait_for_timeout(800)
    page.click_letter("m18-byb")
    shot(page, "versions")


def shot(page: LabellingPage, name: str) -> None:
    page.page.wait_for_timeout(800)
    page.page.screenshot(path=IMAGES / f"{name}.jpg", type="jpeg", quality=80, clip=WHOLE)


if __name__ == "__main__":
    main()
