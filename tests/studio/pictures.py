"""Make the pictures of the annotators' pages anew.

``PYTHONPATH=tests python tests/studio/pictures.py``: a Label Studio of its own, Chromium, and one
of the five articles.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from five_articles import FIVE
from khabar.formats.label_studio import config
from khabar.store import read_article
from khabar.studio import server as local
from khabar.studio.client import Client
from khabar.studio.instructions import instructions
from khabar.studio.push import push
from studio.conftest import CHROMIUM, FLAGS, _log_in
from studio.labelling_page import LabellingPage

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"
ARTICLE = FIVE / "articles" / "coastal-storm.json"
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
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
                context = browser.new_context(viewport={"width": 1600, "height": 1040})
                _log_in(context, server)
                page = LabellingPage(context.new_page(), server.url)
                page.open_list(project.id, tasks=1)
                take(page)
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


def shot(page: LabellingPage, name: str) -> None:
    page.page.wait_for_timeout(800)
    page.page.screenshot(path=IMAGES / f"{name}.jpg", type="jpeg", quality=80, clip=WHOLE)


if __name__ == "__main__":
    main()
