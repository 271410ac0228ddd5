"""The labelling configuration."""

import re
import xml.etree.ElementTree as ET
from collections import Counter

import pytest

from khabar.formats.label_studio import Asked, asking, config, to_task
from khabar.formats.label_studio.controls import (
    ANSWERS,
    REASON,
    REASON_OF_ALL,
    SPAN_CONTROLS,
    TOPICS,
)
from khabar.formats.label_studio.data import NO_HOTKEY
from khabar.model import SCHEMA, Article
from khabar.schema import labels

PAGE = ET.fromstring(config())
SECOND_LOOK = config(adjudicate=True)


@pytest.mark.parametrize(
    ("page", "more"), [(config(), ()), (SECOND_LOOK, (REASON, REASON_OF_ALL))], ids=["", "second"]
)
def test_the_sdk_accepts_it(page, more) -> None:
    interface = pytest.importorskip("label_studio_sdk.label_interface").LabelInterface(page)
    interface.validate()
    assert set(interface._controls) == {*ANSWERS, *SPAN_CONTROLS, TOPICS, *more}


def test_every_label_is_offered_by_name_and_stored_by_code() -> None:
    offered = {one.get("alias"): one.get("value") for one in PAGE.iter("Label")}
    for name in ("mention-types", "quote-parts", "stances", "stance-parts"):
        for code, label in labels(name).items():
            assert offered[code] == label.ar
    choices = {one.get("alias") for one in PAGE.iter("Choice")}
    for name in ("levels", "quote-types", "polarities", "bases"):
        assert set(labels(name)) <= choices


def test_every_key_it_asks_for_is_in_every_task() -> None:
    keys = set(re.findall(r'value="\$(\w+)"', config()))
    article = Article(schema=SCHEMA, id="abc", language="ar", text="نص", status="raw")
    assert keys
    assert keys <= to_task(article)["data"].keys()
    asked = Asked(people="أ amal", questions=("1. نص",), versions={}, notes={})
    keys = set(re.findall(r'value="\$(\w+)"', SECOND_LOOK))
    assert keys <= to_task(asking(article, asked))["data"].keys()


def test_the_page_for_adjudication_asks_for_reasons_and_all_else() -> None:
    page = ET.fromstring(SECOND_LOOK)
    groups = {one.get("name"): one for one in page.iter("Choices")}
    known = [code for code in labels("adjudication-reasons") if code != "strategy"]
    for name in (REASON, REASON_OF_ALL):
        assert [one.get("alias") for one in groups[name]] == known
        assert {one.get("hotkey") for one in groups[name]} == {NO_HOTKEY}
    assert groups[REASON].get("perRegion") == "true"
    assert groups[REASON_OF_ALL].get("perRegion") is None
    names = {one.get("name") for one in PAGE.iter() if one.get("name")}
    assert names <= {one.get("name") for one in page.iter()}


def test_no_choice_has_a_key_that_a_stray_finger_could_hit() -> None:
    plain = [one for group in PAGE.iter("Choices") for one in group]
    assert plain
    assert {one.get("hotkey") for one in plain} == {NO_HOTKEY}
    keys = [one.get("hotkey") for one in PAGE.iter("Label")]
    assert max(Counter(keys).values()) == 1


def test_topics_are_active_and_told_apart() -> None:
    (tree,) = PAGE.iter("Taxonomy")
    codes = {one.get("alias") for one in tree.iter("Choice")}
    assert codes == {code for code, label in labels("topics").items() if not label.retired}
    for node in tree.iter():
        names = [child.get("value") for child in node]
        assert len(names) == len(set(names)), node.get("alias")
