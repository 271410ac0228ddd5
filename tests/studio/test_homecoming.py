"""Pulled annotations into files: nothing that was edited here is lost."""

import pytest
from msgspec.structs import replace

from khabar.model import Mention, Origin
from khabar.problem import KhabarError
from khabar.store import read_article, write_article
from khabar.studio.homecoming import LAST_PULLED, Corrections, write_passes
from khabar.studio.pull import Pulled
from studio.test_coming_home import ARTICLE, at

MORE = replace(
    ARTICLE, mentions=(*ARTICLE.mentions, Mention(id="m3", type="GPE", spans=at("مرفأ الزيتون")))
)


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "articles" / "harbor.json"
    write_article(file, ARTICLE)
    return file


def said(article=MORE, by="annotator-1", before=ARTICLE, **fields):
    signed = article if by is None else replace(article, origin=Origin(kind="human", name=by))
    return Pulled(article=signed, annotator=by, before=before, base=ARTICLE, **fields)


def correct(path, *groups, project="here#1"):
    """The files that changed, and why others did not."""
    run = Corrections({"harbor": path}, project, path.parents[1])
    return list(run.write(groups)), [one.reason for one in run.refused]


def test_what_nobody_has_touched_is_no_pass(tmp_path):
    refused = []
    assert list(write_passes([said(by=None)], tmp_path, refused.append)) == []
    assert list(tmp_path.iterdir()) == refused == []


def test_a_pass_of_one_layer_is_laid_into_what_is_there(tmp_path):
    refused = []
    mentions = said(layer="mentions")
    quotes = said(replace(ARTICLE, quotes=ARTICLE.quotes[:1]), layer="quotes")
    (path,) = write_passes([mentions], tmp_path, refused.append)
    assert list(write_passes([quotes], tmp_path, refused.append)) == [path]
    article = read_article(path)
    assert (len(article.mentions), len(article.quotes)) == (3, 1)
    assert list(write_passes([quotes], tmp_path, refused.append)) == []
    other = said(replace(ARTICLE, text=ARTICLE.text + " ثم رحل."), layer="quotes")
    assert list(write_passes([other], tmp_path, refused.append)) == []
    assert ["another text" in one.reason for one in refused] == [True]
    assert read_article(path) == article


def test_layers_that_come_together_are_laid_one_into_the_other(tmp_path):
    mentions = said(layer="mentions")
    quotes = said(replace(ARTICLE, quotes=ARTICLE.quotes[:1]), layer="quotes")
    found = list(write_passes([mentions, quotes], tmp_path / "together", pytest.fail))
    assert found == [tmp_path / "together" / "annotator-1" / "harbor.json"] * 2
    for one in (mentions, quotes):
        list(write_passes([one], tmp_path / "apart", pytest.fail))
    assert read_article(found[0]) == read_article(tmp_path / "apart/annotator-1/harbor.json")


def test_more_passes_than_are_written_in_one_go(tmp_path):
    items = [said(replace(MORE, id=f"harbor-{number}")) for number in range(120)]
    found = list(write_passes(iter(items), tmp_path, pytest.fail))
    assert [path.name for path in found] == [f"{one.article.id}.json" for one in items]
    assert [read_article(path) for path in found] == [one.article for one in items]
    assert list(write_passes(items, tmp_path, pytest.fail)) == []


def test_an_article_is_corrected_and_again_while_nobody_edits_it(path):
    assert correct(path, [said()]) == ([path], [])
    here = read_article(path)
    assert len(here.mentions) == 3
    assert correct(path, [said(before=here)]) == ([], []), "nothing has changed"
    back = said(ARTICLE, before=here)
    assert correct(path, [back]) == ([path], []), "the last was written by a pull, not by a person"
    assert len(read_article(path).mentions) == 2


def test_an_edit_of_here_is_not_lost(path):
    correct(path, [said()])
    edited = replace(read_article(path), topics=("medtop:01000000",))
    write_article(path, edited)
    changed, (reason,) = correct(path, [said(ARTICLE, before=edited)])
    assert changed == []
    assert "edited here since" in reason
    assert read_article(path) == edited


def test_what_another_project_has_pulled_is_an_edit_to_this_one(path):
    correct(path, [said()])
    here = read_article(path)
    _, (reason,) = correct(path, [said(ARTICLE, before=here)], project="here#2")
    assert "edited here since" in reason


def test_of_several_annotators_the_ground_truth_is_taken(path):
    other = said(ARTICLE, by="annotator-2")
    changed, (reason,) = correct(path, [said(), other])
    assert (changed, "annotator-1, annotator-2" in reason) == ([], True)
    _, (reason,) = correct(path, [said(ground_truth=True), replace(other, ground_truth=True)])
    assert "adjudication" in reason
    assert correct(path, [said(ground_truth=True), other]) == ([path], [])
    assert read_article(path).origin.name == "annotator-1"
    assert correct(path, [said(by=None)]) == ([], [])


def test_what_is_remembered_is_written_before_the_articles(path, monkeypatch):
    """Broken off between the two, the next pull may write; the other way it would refuse."""

    def broken(*_):
        raise KhabarError("no room")

    monkeypatch.setattr("khabar.studio.homecoming.write_article", broken)
    with pytest.raises(KhabarError, match="no room"):
        correct(path, [said()])
    assert (path.parents[1] / LAST_PULLED).exists()
    monkeypatch.undo()
    assert correct(path, [said()]) == ([path], [])
