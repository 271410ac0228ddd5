"""Drafts, skips, ground truth and times: told apart, kept, and nobody's name in it."""

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from khabar.commands import app
from khabar.formats.label_studio import config, to_task
from khabar.model import SCHEMA, Article, Mention, Span
from khabar.problem import KhabarError
from khabar.store import read_article, write_article
from khabar.studio.push import push
from khabar.studio.work import Work, read_work, write_work

TEXT = "زارت الوزيرة سلمى الحداد مرفأ الزيتون."
SPAN = Span(start=13, end=24, text="سلمى الحداد")


def article(name):
    mention = Mention(id="m1", type="PER", spans=(SPAN,))
    return Article(
        schema=SCHEMA, id=name, language="ar", text=TEXT, status="raw", mentions=(mention,)
    )


def work(**more):
    return Work(**{"annotator": "a-1", "article": "one", "layer": "all", "outcome": "draft"} | more)


def test_lines_are_kept_and_replaced(tmp_path):
    path = tmp_path / "work.tsv"
    assert write_work(path, []) is False
    assert not path.exists()
    first, other = work(seconds=3.5), work(article="two", outcome="skipped")
    assert write_work(path, [first, other]) is True
    assert read_work(path) == [first, other]
    done = work(outcome="submitted", seconds=61.0, started="prediction", ground_truth=True)
    begun = work(outcome="unsaved")
    assert write_work(path, [done, begun]) is True
    assert read_work(path) == [done, begun, other]
    assert write_work(path, [other]) is False


def test_a_damaged_file_is_named_and_left_alone(tmp_path):
    path = tmp_path / "work.tsv"
    path.write_text("something else\n")
    with pytest.raises(KhabarError, match="the columns are not"):
        write_work(path, [work()])
    write_work(tmp_path / "good.tsv", [work()])
    path.write_text((tmp_path / "good.tsv").read_text() + "a\tb\n")
    with pytest.raises(KhabarError, match=r"work\.tsv:3: no line of work"):
        read_work(path)


def said(client, number, result=(), **fields):
    client.annotate(number, result, **fields)


@pytest.mark.server
def test_the_account_of_a_project(client, server, server_home, tmp_path):
    project = client.create("worked on", config())
    names = ("begun", "skipped", "done", "reopened", "best")
    for name in names:
        write_article(tmp_path / "articles" / f"{name}.json", article(name))
    push(map(article, names), client, project)
    tasks = {one.data["id"]: one.id for one in client.tasks(project)}
    results = to_task(article("done"), as_predictions=True)["predictions"][0]["result"]
    (prediction,) = client.task(tasks["done"]).predictions
    client.wire.ask(
        "POST", f"api/tasks/{tasks['begun']}/drafts", content=b'{"result": [], "lead_time": 4}'
    )
    said(client, tasks["skipped"], result=[], was_cancelled=True, lead_time=2.25)
    said(client, tasks["done"], result=results, lead_time=61.4, parent_prediction=prediction["id"])
    said(client, tasks["reopened"], result=results, lead_time=30)
    (made,) = client.task(tasks["reopened"]).annotations
    client.wire.ask(
        "POST",
        f"api/tasks/{tasks['reopened']}/annotations/{made['id']}/drafts",
        content=b'{"result": [], "lead_time": 5}',
    )
    said(client, tasks["best"], result=[], lead_time=9, ground_truth=True)

    shown = CliRunner().invoke(
        app, ["studio", "pull", str(tmp_path), "--home", str(server_home), "--project", "worked on"]
    )
    assert shown.exit_code == 0, shown.output
    assert (
        "5 tasks: 3 annotations, 2 tasks without one, 1 skipped, 1 drafts, 1 with unsaved changes"
    ) in shown.stderr
    assert sorted(one.stem for one in (tmp_path / "passes").rglob("*.json")) == [
        "best",
        "done",
        "reopened",
    ]
    reopened = read_article(tmp_path / "passes" / "annotator-1" / "reopened.json")
    assert reopened.mentions == article("x").mentions
    rows = {(one.article, one.outcome): one for one in read_work(tmp_path / "work.tsv")}
    assert {key: one.seconds for key, one in rows.items()} == {
        ("begun", "draft"): 4.0,
        ("skipped", "skipped"): 2.2,
        ("done", "submitted"): 61.4,
        ("reopened", "submitted"): 30.0,
        ("reopened", "unsaved"): 5.0,
        ("best", "submitted"): 9.0,
    }
    assert rows["done", "submitted"].started == "prediction"
    assert [key for key, one in rows.items() if one.ground_truth] == [("best", "submitted")]
    assert {one.annotator for one in rows.values()} == {"annotator-1"}
    for path in tmp_path.rglob("*.*"):
        if path.is_file():
            assert b"@" not in path.read_bytes(), path
            assert server.username.encode() not in path.read_bytes()


@pytest.mark.server
def test_ground_truth_goes_out_only_for_what_was_adjudicated(client, project):
    """Label Studio itself takes every annotation that it imports for the ground truth."""
    decided = replace(article("decided"), status="adjudicated")
    push([article("open"), decided], client, project, as_annotations=True)
    truth = {
        one.data["id"]: one.annotations[0]["ground_truth"]
        for one in client.tasks(project, whole=True)
    }
    assert truth == {"open": False, "decided": True}
