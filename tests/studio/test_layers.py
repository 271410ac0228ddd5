"""One project a layer: what each page shows, and how three projects become one pass."""

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from khabar.formats.label_studio import (
    LAYERS,
    config,
    covered,
    from_task,
    laid,
    part,
    to_task,
)
from khabar.formats.label_studio.layers import visible
from khabar.model import SCHEMA, Article, Entity, Mention, Origin, Quote, Span, Stance, Target
from khabar.problem import KhabarError
from khabar.store import canonical, read_article, write_article
from khabar.studio.annotators import Pseudonyms
from khabar.studio.drift import controls
from khabar.studio.homecoming import Corrections, write_passes
from khabar.studio.pull import pull
from khabar.studio.push import push
from strategies import articles

TEXT = "قالت الوزيرة سلمى الحداد إن المرفأ سيتوسع، ورحب نادر القاسم بالخطة."
MODEL = Origin(kind="model", name="tagger", version="2")


def spans(words):
    start = TEXT.index(words)
    return (Span(start=start, end=start + len(words), text=words),)


@pytest.fixture
def article():
    return Article(
        schema=SCHEMA,
        id="plan",
        language="ar",
        text=TEXT,
        status="prelabelled",
        origin=MODEL,
        entities=(
            Entity(id="e1", type="PER", name="سلمى الحداد"),
            Entity(id="e2", type="PER", name="نادر القاسم"),
        ),
        mentions=(
            Mention(id="m1", type="PER", spans=spans("سلمى الحداد"), entity="e1"),
            Mention(id="m2", type="PER", spans=spans("نادر القاسم"), entity="e2"),
        ),
        quotes=(
            Quote(
                id="q1",
                type="indirect",
                content=spans("إن المرفأ سيتوسع"),
                cue=spans("قالت"),
                source=spans("سلمى الحداد"),
                speaker="e1",
            ),
        ),
        stances=(
            Stance(
                id="s1",
                holder="e2",
                target=Target(claim="يتوسع المرفأ"),
                label="favor",
                quotes=("q1",),
            ),
            Stance(id="s2", holder="article", target=Target(entity="e2"), label="neutral"),
        ),
        topics=("medtop:20000639",),
    )


def answered(task, change=lambda results: results, name=lambda _: "annotator-1"):
    """What comes home when an annotator submits a changed prediction."""
    results = change([dict(one) for one in task["predictions"][0]["result"]])
    annotation = {"result": results, "completed_by": 1}
    (one,) = from_task({"data": task["data"], "annotations": [annotation]}, name)
    return one


def without(name):
    def change(results):
        return [
            one
            for one in results
            if one.get("id") != name and name not in (one.get("from_id"), one.get("to_id"))
        ]

    return change


def region(name, control, label, words):
    (span,) = spans(words)
    value = {"start": span.start, "end": span.end, "text": span.text, "labels": [label]}
    return {"id": name, "from_name": control, "to_name": "text", "type": "labels", "value": value}


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_can_store_all_that_its_tasks_hold(layer, article):
    page = controls(config(layer))
    for one in to_task(article, as_predictions=True, layer=layer)["predictions"][0]["result"]:
        if one["type"] == "relation":
            assert one["labels"][0] in page["relations"].values
        else:
            assert one["from_name"] in page
            for code in one["value"].get("labels", ()):
                assert code in page[one["from_name"]].values


def test_a_page_shows_its_layer_alone():
    assert controls(config("mentions")).keys() & {"mention", "quote", "stance", "topics"} == {
        "mention"
    }
    assert controls(config("quotes")).keys() & {"mention", "quote", "stance", "topics"} == {"quote"}
    stance = controls(config("stance"))
    assert stance.keys() & {"mention", "quote", "stance", "topics"} == {"quote", "stance", "topics"}
    assert stance["quote"].values == {"content"}
    with pytest.raises(KhabarError, match="no layer 'words'"):
        config("words")


@pytest.mark.parametrize("layer", LAYERS)
@settings(max_examples=40)
@given(article=articles())
def test_a_layer_submitted_as_it_was_changes_nothing(layer, article):
    task = to_task(article, as_predictions=True, layer=layer)
    assert answered(task, name=lambda _: None).article == canonical(article)


@settings(max_examples=40)
@given(article=articles())
def test_layers_laid_together_make_the_article(article):
    """Three annotators' projects, nobody changes anything: the pass says what the article said."""
    made = None
    for layer in reversed(LAYERS):
        one = answered(to_task(article, as_predictions=True, layer=layer)).article
        made = laid(made, one, layer)
    assert covered(made) == ()
    assert made.status == ("adjudicated" if article.status == "adjudicated" else "annotated")
    whole = answered(to_task(article, as_predictions=True)).article
    for layer in LAYERS:
        assert part(made, layer) == part(canonical(whole), layer)


def test_only_the_layer_changes(article):
    task = to_task(article, as_predictions=True, layer="quotes")
    one = answered(task, without("q1_source")).article
    assert one.quotes[0].source is None
    assert [it.id for it in one.mentions] == ["m1", "m2"]
    assert [it.id for it in one.stances] == ["s1", "s2"]


def test_quotes_changed_in_the_project_for_stance_are_not_taken(article):
    task = to_task(article, as_predictions=True, layer="stance")

    def change(results):
        kept = [one for one in results if one.get("id") != "q1" and one["type"] != "relation"]
        evidence = {
            "type": "relation",
            "from_id": "s1",
            "to_id": "new",
            "direction": "right",
            "labels": ["دليل"],
        }
        return [*kept, region("new", "quote", "content", "المرفأ سيتوسع"), evidence]

    one = answered(task, change)
    assert [it.id for it in one.article.quotes] == ["q1"]
    assert one.article.quotes[0].speaker == "e1"
    (favor,) = [it for it in one.article.stances if it.id == "s1"]
    assert favor.quotes is None
    assert [it.text for it in favor.spans] == ["إن المرفأ سيتوسع"]
    assert any("not taken" in it.message for it in one.findings)


def test_a_stance_drawn_beside_one_that_the_page_cannot_show(article):
    """s2 stands on no words and is not on the page; the page's next free id is its."""
    hidden = replace(article, stances=article.stances[1:2])
    hidden = replace(hidden, stances=(replace(hidden.stances[0], id="s1"),))
    task = to_task(hidden, as_predictions=True)

    def change(results):
        drawn = region("abcdefghij", "stance", "against", "بالخطة")
        answers = [
            {
                **drawn,
                "from_name": name,
                "type": "choices",
                "value": {**drawn["value"], "choices": [value]},
            }
            for name, value in (("holder", "e2"), ("target", "e1"))
        ]
        return [*results, drawn, *answers]

    one = answered(task, change).article
    assert sorted((it.id, it.label) for it in one.stances) == [("s1", "neutral"), ("s2", "against")]


def test_a_pass_says_which_layers_it_covers(article):
    raw = replace(article, status="raw", origin=None)
    first = laid(
        None, answered(to_task(raw, as_predictions=True, layer="mentions")).article, "mentions"
    )
    assert covered(first) == ("mentions",)
    assert first.status == "prelabelled"
    again = laid(
        first, answered(to_task(raw, as_predictions=True, layer="mentions")).article, "mentions"
    )
    assert again == first
    second = laid(
        first, answered(to_task(raw, as_predictions=True, layer="stance")).article, "stance"
    )
    assert covered(second) == ("mentions", "stance")


def test_a_stance_does_not_lean_on_a_quote_that_another_project_deleted(article):
    deleted = answered(
        to_task(article, as_predictions=True, layer="quotes"),
        lambda results: [
            one
            for one in results
            if not str(one.get("id")).startswith("q1") and one["type"] != "relation"
        ],
    )
    quotes = laid(None, deleted.article, "quotes")
    assert quotes.quotes == ()
    stance = answered(to_task(article, as_predictions=True, layer="stance")).article
    (favor,) = [one for one in laid(quotes, stance, "stance").stances if one.id == "s1"]
    assert favor.quotes is None


def test_what_a_model_made_still_says_so_beside_another_layer(article):
    made = answered(to_task(article, as_predictions=True, layer="mentions")).article
    whole = laid(article, made, "mentions")
    assert whole.origin == Origin(kind="human", name="annotator-1")
    assert {one.origin for one in whole.quotes} == {MODEL}


def test_an_article_that_is_annotated_stays_so(article):
    start = replace(article, status="annotated")
    made = answered(to_task(start, as_predictions=True, layer="mentions")).article
    done = laid(start, made, "mentions")
    assert (done.status, covered(done), done.extra) == ("annotated", (), None)


def test_one_id_for_two_entities_is_refused(article):
    task = to_task(article, as_predictions=True, layer="mentions")

    def change(results):
        drawn = region("abcdefghij", "mention", "ORG", "المرفأ")
        named = {
            **drawn,
            "from_name": "entity_new",
            "type": "textarea",
            "value": {**drawn["value"], "text": ["مرفأ الزيتون"]},
        }
        del named["value"]["labels"]
        return [*results, drawn, named]

    mentions = laid(None, answered(task, change).article, "mentions")
    assert {one.id for one in mentions.entities} == {"e1", "e2", "e3"}
    other = replace(
        article,
        entities=(*article.entities, Entity(id="e3", type="PER", name="غيره")),
        quotes=(replace(article.quotes[0], speaker="e3"),),
    )
    quotes = answered(to_task(other, as_predictions=True, layer="quotes")).article
    with pytest.raises(KhabarError, match=r"by e3 one project means .*--correct"):
        laid(mentions, quotes, "quotes")


def test_another_text_is_refused(article):
    with pytest.raises(KhabarError, match="another text"):
        laid(replace(article, text=TEXT + "."), article, "quotes")


def test_visible_leaves_the_whole_alone(article):
    assert visible(article, None) is article


@pytest.mark.server
def test_three_projects_make_one_pass(client, article, tmp_path):
    """Pushed to three, annotated in three, pulled in any order: one pass, then one article."""
    names = Pseudonyms(tmp_path / "annotators.json", client.url, client.users())
    there = {}
    for layer in LAYERS:
        there[layer] = client.create(f"three {layer}", config(layer))
        assert push([article], client, there[layer], layer=layer).count("new") == 1
        assert push([article], client, there[layer], layer=layer).count("same") == 1
        (task,) = client.tasks(there[layer], whole=True)
        results = task.predictions[0]["result"]
        gone = {"mentions": "m2", "quotes": "q1_cue", "stance": "nothing"}[layer]
        client.annotate(task.id, without(gone)(results))
    refused = []
    for layer in ("stance", "quotes", "mentions"):
        report = pull(client, there[layer], {"plan": article}, names)
        list(write_passes(report.items, tmp_path / "passes", refused.append))
    assert refused == []
    made = read_article(tmp_path / "passes" / "annotator-1" / "plan.json")
    assert (made.status, covered(made)) == ("annotated", ())
    assert [one.id for one in made.mentions] == ["m1"]
    assert made.quotes[0].cue is None
    assert [one.id for one in made.stances] == ["s1", "s2"]
    assert made.topics == article.topics
    assert made.origin == Origin(kind="human", name="annotator-1")
    assert made.mentions[0].origin == MODEL

    path = tmp_path / "articles" / "plan.json"
    write_article(path, article)
    for layer in LAYERS:
        report = pull(client, there[layer], {"plan": read_article(path)}, names)
        corrections = Corrections({"plan": path}, f"here#{layer}", tmp_path)
        assert list(corrections.write([[one] for one in report.items])) == [path]
        assert corrections.refused == []
    corrected = read_article(path)
    assert (corrected.status, covered(corrected)) == ("annotated", ())
    assert [one.id for one in corrected.mentions] == ["m1"]
    assert corrected.quotes[0].cue is None


@pytest.mark.server
@pytest.mark.browser
@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_survives_the_page(client, article, layer, labelling_page, tmp_path):
    """Opened and submitted by a person who agrees: nothing of any layer has changed."""
    project = client.create(f"page {layer}", config(layer))
    push([article], client, project, layer=layer)
    shown = {
        one["id"]
        for one in to_task(article, layer=layer)["annotations"][0]["result"]
        if one["type"] == "labels"
    }
    labelling_page.open_list(project.id, tasks=1)
    labelling_page.open(0, article.text, regions=len(shown))
    highlights = labelling_page.highlights()
    assert set(highlights) == shown
    assert all(one.painted for one in highlights.values())
    labelling_page.shot(tmp_path / f"{layer}.png")
    labelling_page.submit()
    names = Pseudonyms(tmp_path / "annotators.json", client.url, client.users())
    (one,) = pull(client, project, {"plan": article}, names).items
    assert one.findings == ()
    assert one.layer == layer
    for each in LAYERS:
        assert part(one.article, each) == part(canonical(article), each)
