"""The figures of agreement that the corpus tells are those of its passes, to the last digit."""

from pathlib import Path

import pytest

from khabar.adjudication import load_decisions
from khabar.agreement import NAME, read_pinned, recomputed
from khabar.hub.about import read_about

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
PINNED = read_pinned(CORPUS / NAME)
REPAIR = 'repair: khabar agree corpus/passes/… --pin corpus/agreement.json --name "{}"'


def test_there_are_two_whole_passes_and_a_later_one():
    articles = {one.stem for one in (CORPUS / "articles").glob("*.json")}
    first, before, after = PINNED
    assert set(first.articles) == articles
    assert before.annotators == first.annotators != after.annotators
    assert before.articles == after.articles


@pytest.mark.parametrize("one", PINNED, ids=lambda one: one.name)
def test_figures_are_reckoned_from_the_passes(one):
    assert recomputed(one, CORPUS / "passes") == one, REPAIR.format(one.name)


def test_whoever_annotated_or_adjudicated_is_named_with_what_they_are():
    kinds = {one.name: one.kind for one in read_about(CORPUS).people}
    annotators = {name for one in PINNED for name in one.annotators}
    judges = {
        made.by
        for file in (CORPUS / "adjudication").glob("*.json")
        for made in load_decisions(file).decisions
    }
    assert annotators | judges == set(kinds)
    assert {one.name for one in (CORPUS / "passes").iterdir()} == annotators
    assert set(kinds.values()) == {"model"}
