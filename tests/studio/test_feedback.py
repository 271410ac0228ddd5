"""`khabar studio feedback`: what became of proposals, counted right."""

import json
import subprocess

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from khabar.commands import app
from khabar.formats.label_studio import config
from khabar.model import SCHEMA, Article, Mention, Origin, Quote, Span, Stance, Target
from khabar.problem import KhabarError
from khabar.store import canonical, write_article
from khabar.studio.feedback import Judged, at_revision, feedback, from_passes
from khabar.studio.push import push

TEXT = "قالت الوزيرة سلمى الحداد إن المرفأ سيتوسع، ورحب نادر القاسم بالخطة."
MODEL = Origin(kind="model", name="tagger", version="2", score=0.75)


def spans(words):
    start = TEXT.index(words)
    return (Span(start=start, end=start + len(words), text=words),)


@pytest.fixture
def base():
    return Article(
        schema=SCHEMA,
        id="plan",
        language="ar",
        text=TEXT,
        status="prelabelled",
        origin=MODEL,
        mentions=(
            Mention(id="m1", type="PER", spans=spans("سلمى الحداد")),
            Mention(id="m2", type="PER", spans=spans("نادر")),
            Mention(id="m3", type="ORG", spans=spans("بالخطة")),
            Mention(
                id="m4", type="FAC", spans=spans("المرفأ"), origin=Origin(kind="rule", name="r")
            ),
            Mention(id="m5", type="ROLE", spans=spans("الوزيرة"), origin=Origin(kind="human")),
        ),
        quotes=(Quote(id="q1", type="direct", content=spans("إن المرفأ سيتوسع")),),
        stances=(
            Stance(
                id="s1",
                holder="article",
                target=Target(claim="د"),
                label="favor",
                spans=spans("ورحب"),
            ),
        ),
        topics=("medtop:20000639", "medtop:20000640"),
    )


@pytest.fixture
def after(base):
    """m1 accepted, m2 drawn again longer, m3 deleted, m6 added; q1 another type; a topic less."""
    return replace(
        base,
        status="annotated",
        origin=Origin(kind="human", name="annotator-1"),
        mentions=(
            replace(base.mentions[0], origin=MODEL, note="مؤكد"),
            Mention(id="m6", type="PER", spans=spans("نادر القاسم")),
            replace(base.mentions[3], level="name"),
            Mention(id="m7", type="EVENT", spans=spans("قالت")),
        ),
        quotes=(replace(base.quotes[0], type="indirect"),),
        topics=("medtop:20000639", "medtop:20000641"),
    )


def judged(base, after, **more):
    return Judged(base=base, article=after, annotator="annotator-1", **more)


def outcomes(found):
    return {(one.what, one.id): (one.outcome, one.fields, one.model) for one in found.verdicts}


def test_each_outcome(base, after):
    found = feedback([judged(base, after)])
    assert outcomes(found) == {
        ("mention", "m1"): ("accepted", (), "tagger 2"),
        ("mention", "m2"): ("changed", ("spans",), "tagger 2"),
        ("mention", "m3"): ("rejected", (), "tagger 2"),
        ("mention", "m4"): ("changed", ("level",), "r"),
        ("mention", "m7"): ("added", (), "tagger 2"),
        ("quote", "q1"): ("changed", ("type",), "tagger 2"),
        ("stance", "s1"): ("accepted", (), "tagger 2"),
        ("topic", "medtop:20000639"): ("accepted", (), "tagger 2"),
        ("topic", "medtop:20000640"): ("rejected", (), "tagger 2"),
        ("topic", "medtop:20000641"): ("added", (), "tagger 2"),
    }


def test_an_id_given_again_elsewhere_is_another_annotation(base, after):
    moved = Mention(id="m3", type="ORG", spans=spans("قالت"))
    found = feedback([judged(base, replace(after, mentions=(moved,)))])
    told = [(one.id, one.outcome) for one in found.verdicts if one.id == "m3"]
    assert told == [("m3", "rejected"), ("m3", "added")]


def test_counts_and_shares(base, after):
    found = feedback([judged(base, after)])
    rule, tagger = found.by_model()
    assert (rule.model, rule.proposed, rule.changed, rule.acceptance) == ("r", 1, 1, 0.0)
    assert (tagger.proposed, tagger.accepted, tagger.changed, tagger.rejected, tagger.added) == (
        7,
        3,
        2,
        2,
        2,
    )
    assert tagger.acceptance == round(3 / 7, 4)
    labels = {(one.what, one.label): one for one in found.by_label() if one.model == "tagger 2"}
    assert labels["mention", "PER"].acceptance == 0.5
    assert labels["mention", "EVENT"].acceptance is None
    assert found.articles == 1


def test_a_layer_judges_its_own_alone(base, after):
    found = feedback([judged(base, after, layers=("quotes",))])
    assert {one.what for one in found.verdicts} == {"quote"}


def test_work_of_people_is_no_proposal(base, after):
    human = replace(
        base, origin=None, mentions=(base.mentions[4],), quotes=(), stances=(), topics=()
    )
    assert feedback([judged(human, after)]).articles == 0


def test_a_frame(base, after):
    frame = feedback([judged(base, after)]).to_pandas()
    assert (frame["outcome"] == "rejected").sum() == 2
    assert list(frame.columns)[:3] == ["article", "annotator", "what"]


def run(*arguments):
    return CliRunner().invoke(app, ["studio", "feedback", *map(str, arguments)])


def test_from_git(base, after, tmp_path):
    """The article was corrected since; the revision knows what the model had said."""
    corpus = tmp_path / "corpus"
    write_article(corpus / "articles" / "plan.json", base)

    def git(*words):
        who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", "-C", tmp_path, *who, *words], check=True, capture_output=True)

    git("init")
    git("add", ".")
    git("commit", "-m", "prelabelled")
    write_article(corpus / "articles" / "plan.json", after)
    assert list(at_revision(corpus / "articles", "HEAD")) == [canonical(base)]
    shown = run(corpus, "--at", "HEAD")
    assert shown.exit_code == 2
    assert "khabar studio pull makes them" in shown.stderr
    write_article(corpus / "passes" / "annotator-1" / "plan.json", after)
    shown = run(corpus, "--at", "HEAD", "--output-format", "json")
    assert shown.exit_code == 0, shown.output
    assert json.loads(shown.stdout)["models"][1]["proposed"] == 7
    shown = run(corpus, "--at", "nowhere")
    assert shown.exit_code == 2
    assert "nowhere" in shown.stderr
    assert len(shown.stderr.splitlines()) == 1
    with pytest.raises(KhabarError, match="is no revision"):
        list(at_revision(corpus, "--output=x"))


def test_from_a_file(base, after, tmp_path):
    write_article(tmp_path / "before" / "plan.json", base)
    write_article(tmp_path / "corpus" / "articles" / "plan.json", after)
    write_article(tmp_path / "corpus" / "passes" / "annotator-1" / "plan.json", after)
    shown = run(tmp_path / "corpus", "--prelabelled", tmp_path / "before")
    assert shown.exit_code == 0, shown.output
    assert "tagger 2" in shown.stdout
    only = replace(after, extra={"label-studio": {"layers": ["quotes"]}})
    write_article(tmp_path / "corpus" / "passes" / "annotator-1" / "plan.json", only)
    (one,) = from_passes(tmp_path / "corpus" / "passes", [base])
    assert tuple(one.layers) == ("quotes",)
    other = replace(base, text=TEXT + " ثم")
    with pytest.raises(KhabarError, match="not that of the prelabelled"):
        list(from_passes(tmp_path / "corpus" / "passes", [other]))


@pytest.mark.server
def test_from_the_live_project(client, server_home, base, tmp_path):
    project = client.create("proposed", config())
    write_article(tmp_path / "articles" / "plan.json", base)
    push([base], client, project)
    (task,) = client.tasks(project, whole=True)
    (prediction,) = task.predictions
    assert (prediction["model_version"], prediction["score"]) == ("khabar", 0.75)
    assert task.data["model"] == "tagger 2"
    results = [one for one in prediction["result"] if one.get("id") != "m3"]
    client.annotate(task.id, results)
    shown = run(tmp_path, "--home", server_home, "--project", "proposed", "--output-format", "json")
    assert shown.exit_code == 0, shown.output
    rows = {one["model"]: one for one in json.loads(shown.stdout)["models"]}
    assert (rows["tagger 2"]["rejected"], rows["tagger 2"]["changed"]) == (1, 0)
    assert rows["r"]["acceptance"] == 1.0
