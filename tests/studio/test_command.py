"""`khabar studio` as people type it."""

import shutil

import pytest
from typer.testing import CliRunner

from five_articles import FIVE
from khabar.commands import app
from khabar.formats.label_studio import config, to_task
from khabar.store import read_article, read_articles


@pytest.fixture(autouse=True)
def clean(monkeypatch):
    monkeypatch.delenv("LABEL_STUDIO_URL", raising=False)
    monkeypatch.delenv("LABEL_STUDIO_API_KEY", raising=False)


def run(*arguments):
    return CliRunner().invoke(app, ["studio", *map(str, arguments)])


def test_config(tmp_path):
    assert run("config").stdout == config()
    run("config", "-o", tmp_path / "page.xml")
    assert (tmp_path / "page.xml").read_text("utf-8") == config()


def test_status_and_down_of_nothing(tmp_path):
    shown = run("status", "--home", tmp_path)
    assert (shown.exit_code, shown.stdout) == (0, "local server: down\n")
    assert run("down", "--home", tmp_path).exit_code == 0


def test_without_a_server_one_line_says_so(tmp_path):
    shown = run("push", FIVE, "--home", tmp_path)
    assert shown.exit_code == 2
    assert shown.stderr.splitlines() == [
        (
            "error: which Label Studio? Give --url, set LABEL_STUDIO_URL, or start one: "
            "khabar studio up"
        )
    ]


def test_a_dead_server_is_one_line(tmp_path, monkeypatch):
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", "k" * 40)
    shown = run("pull", FIVE, "--home", tmp_path, "--url", "http://127.0.0.1:9")
    assert shown.exit_code == 2
    assert len(shown.stderr.splitlines()) == 1
    assert shown.stderr.startswith("error: no Label Studio answers at http://127.0.0.1:9")
    assert "kkkk" not in shown.output


def test_a_missing_corpus_is_one_line(tmp_path):
    shown = run("pull", tmp_path / "nowhere", "--home", tmp_path)
    assert shown.exit_code == 2
    assert "there is no such folder of articles" in shown.stderr


@pytest.mark.server
def test_the_way_out_and_back(server, server_home, client, tmp_path):
    """Five articles to the server; one annotator agrees with one article; a pass comes home."""
    corpus = tmp_path / "corpus"
    shutil.copytree(FIVE / "articles", corpus / "articles")
    count = sum(1 for _ in read_articles(corpus / "articles"))
    place = ("--home", server_home, "--project", "the way")

    shown = run("up", corpus, *place)
    assert shown.exit_code == 0, shown.output
    assert f"{count} new" in shown.stderr
    assert shown.stdout.startswith(server.url)
    assert server.password not in shown.output
    assert server.token not in shown.output
    shown = run("push", corpus, *place)
    assert f"0 new, {count} same" in shown.stderr

    first, *_ = client.tasks(client.project("the way"))
    name = first.data["id"]
    article = read_article(corpus / "articles" / f"{name}.json")
    results = to_task(article, as_predictions=True)["predictions"][0]["result"]
    client.annotate(first.id, [{**one, "origin": "prediction"} for one in results])

    shown = run("pull", corpus, *place, "--dry-run")
    assert f"{name} by annotator-1: changed" in shown.stdout
    assert not (corpus / "passes").exists()
    shown = run("pull", corpus, *place)
    assert shown.exit_code == 0
    assert "1 passes written" in shown.stderr
    made = read_article(corpus / "passes" / "annotator-1" / f"{name}.json")
    assert made.text == article.text
    assert len(made.mentions) == len(article.mentions)

    shown = run("status", *place)
    assert shown.exit_code == 0, shown.output
    assert f"{count} tasks" in shown.stdout
    assert "annotator-1: 1 annotations" in shown.stdout
    shown = run("push", corpus, *place)
    assert f"{count} same" in shown.stderr, "passes are not pushed as articles"
