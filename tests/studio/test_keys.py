"""What the annotator's page of keys says is what the keys do."""

import re
from pathlib import Path

import pytest

from khabar.schema import labels
from khabar.studio.push import push
from studio.test_page import TEXT, article, span

__all__ = ["article"]

PAGES = Path(__file__).parents[2] / "docs" / "annotators"
VOCABULARIES = ("mention-types", "quote-parts", "stances", "stance-parts")


@pytest.mark.parametrize("page", ["README.md", "README.ar.md"])
def test_the_page_names_every_label_and_its_key(page):
    written = dict(re.findall(r"`(\w)` ([\u0600-\u06ff ]+?)(?= ·| \|)", (PAGES / page).read_text()))
    assert written == {
        label.hotkey: label.ar for name in VOCABULARIES for label in labels(name).values()
    }


@pytest.mark.parametrize("page", ["README.md", "README.ar.md"])
def test_every_picture_is_there(page):
    pictures = re.findall(r"\]\((\.\./images/[^)]+)\)", (PAGES / page).read_text())
    assert len(pictures) == 4
    for picture in pictures:
        assert (PAGES / picture).is_file(), f"{picture}: run: python tests/studio/pictures.py"


@pytest.mark.server
@pytest.mark.browser
def test_delete_undo_redo_and_submit(client, project, labelling_page, article):
    push([article], client, project)
    page = labelling_page
    page.open_list(project.id, tasks=1)
    page.open(0, TEXT, regions=2)

    def wait(count):
        page.page.wait_for_function(
            "count => document.querySelectorAll('.lsf-outliner-item').length === count", arg=count
        )

    wait(2)
    name = span("سلمى الحداد")
    page.click(name.start)
    page.page.keyboard.press("Backspace")
    wait(1)
    page.page.keyboard.press("Control+z")
    wait(2)
    page.page.keyboard.press("Control+Shift+z")
    wait(1)
    with page.page.expect_response(lambda one: "/annotations" in one.url) as answer:
        page.page.keyboard.press("Control+Enter")
    assert answer.value.ok
    (task,) = client.tasks(project, whole=True)
    (annotation,) = task.annotations
    regions = [one["id"] for one in annotation["result"] if one["type"] == "labels"]
    assert regions == ["m2"]
