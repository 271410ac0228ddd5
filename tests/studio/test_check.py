"""`khabar studio check`: every way in which a project and a corpus can come apart."""

import json

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from khabar.commands import app
from khabar.formats.label_studio import config, to_task
from khabar.model import SCHEMA, Article, Mention, Span
from khabar.store import write_article
from khabar.studio.annotators import Pseudonyms
from khabar.studio.check import check_project
from khabar.studio.push import push

pytestmark = pytest.mark.server

TEXT = "زارت الوزيرة سلمى الحداد مرفأ الزيتون."


@pytest.fixture
def corpus():
    span = Span(start=13, end=24, text="سلمى الحداد")
    mention = Mention(id="m1", type="PER", spans=(span,))
    assert TEXT[13:24] == span.text
    return {
        name: Article(
            schema=SCHEMA, id=name, language="ar", text=TEXT, status="raw", mentions=(mention,)
        )
        for name in ("one", "two", "three", "four", "five", "six", "seven", "eight")
    }


@pytest.fixture
def compared(client, project, tmp_path):
    names = Pseudonyms(tmp_path / "annotators.json", client.url, client.users())

    def compare(corpus, layer=None):
        live = client.project(str(project.id))
        return check_project(client, live, corpus, names, layer=layer)

    return compare


def told(report):
    return {(one.kind, one.article) for one in report.found}


def test_what_was_just_pushed_is_as_it_was(client, project, corpus, compared):
    push(corpus.values(), client, project)
    report = compared(corpus)
    assert report.found == ()
    assert (report.articles, report.tasks, report.annotations) == (8, 8, 0)


def test_every_difference_is_told(client, project, corpus, compared):
    push([one for name, one in corpus.items() if name != "one"], client, project)
    tasks = {one.data["id"]: one for one in client.tasks(project, whole=True)}

    client.send(project, [{"data": tasks["two"].data}])
    text = {**tasks["three"].data, "text": "نص آخر"}
    client.update(tasks["three"].id, text, tasks["three"].meta)
    changed = {**corpus, "four": replace(corpus["four"], text=TEXT + " ثم عادت.")}
    client.annotate(tasks["four"].id, [])
    other = {**tasks["five"].data, "title": "عنوان آخر"}
    client.update(tasks["five"].id, other, tasks["five"].meta)
    changed["six"] = replace(corpus["six"], mentions=())
    client.remove_prediction(tasks["seven"].predictions[0]["id"])
    client.configure(project, label_config=config().replace('alias="GPE"', 'alias="COUNTRY"'))
    region = {**tasks["eight"].predictions[0]["result"][0], "from_name": "mood"}
    client.annotate(tasks["eight"].id, [region])
    client.send(project, [{"data": dict.fromkeys(tasks["two"].data, "x") | {"entities": []}}])
    del changed["five"]

    report = compared(changed)
    assert told(report) == {
        ("configuration", ""),
        ("missing", "one"),
        ("foreign", "x"),
        ("unknown", "five"),
        ("doubled", "two"),
        ("text", "three"),
        ("text", "four"),
        ("annotation", "four"),
        ("altered", "two"),
        ("outdated", "six"),
        ("prediction", "seven"),
        ("annotation", "eight"),
    }
    assert report.annotations == 1
    said = {(one.kind, one.article): one.message for one in report.found}
    assert "mood" in said["annotation", "eight"]
    assert "another one here" in said["annotation", "four"]
    assert "changed in Label Studio" in said["text", "three"]


def test_altered_data_are_named_and_put_right(client, project, corpus, compared):
    one = {"one": corpus["one"]}
    push(one.values(), client, project)
    (task,) = client.tasks(project)
    client.update(task.id, {**task.data, "title": "عنوان آخر"}, task.meta)
    (found,) = compared(one).found
    assert (found.kind, found.article) == ("altered", "one")
    assert found.message.startswith("title;")
    assert push(one.values(), client, project).count("updated") == 1
    assert compared(one).found == ()


def test_a_project_of_another_layer_is_told(client, project, corpus, compared):
    push(corpus.values(), client, project)
    report = compared(corpus, "quotes")
    assert report.counts["configuration"]
    assert report.counts["altered"] == 8


def test_hidden_predictions_are_told(client, project, corpus, compared):
    client.configure(project, show_collab_predictions=False)
    assert any("shows no predictions" in one.message for one in compared({}).found)


def test_the_command(client, server_home, corpus, tmp_path):
    project = client.create("to be checked", config())
    for one in corpus.values():
        write_article(tmp_path / "articles" / f"{one.id}.json", one)

    def run(*more):
        place = ("--home", str(server_home), "--project", "to be checked")
        return CliRunner().invoke(app, ["studio", "check", str(tmp_path), *place, *more])

    shown = run()
    assert shown.exit_code == 1
    assert "articles that the project does not have: 8" in shown.stdout
    push(corpus.values(), client, project)
    shown = run()
    assert (shown.exit_code, shown.stdout) == (0, "")
    assert "8 tasks for 8 articles, 0 annotations to come home, 0 differences" in shown.stderr
    client.send(project, [to_task(corpus["one"])])
    shown = run("--output-format", "json")
    assert shown.exit_code == 1
    (report,) = json.loads(shown.stdout)
    assert {one["kind"] for one in report["found"]} == {"altered", "doubled"}
    assert run("--layer", "words").exit_code == 2
