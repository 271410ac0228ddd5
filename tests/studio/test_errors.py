"""What people do wrong, in one line that says what and how to go on."""

import http.server
import threading

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from khabar.commands import app
from khabar.formats.label_studio import config
from khabar.model import SCHEMA, Article
from khabar.store import write_article
from khabar.studio.push import push

ARTICLE = Article(schema=SCHEMA, id="visit", language="ar", text="زارت سلمى المرفأ.", status="raw")
LIVE = ("push", "pull", "check", "feedback")


@pytest.fixture(autouse=True)
def clean(monkeypatch):
    monkeypatch.delenv("LABEL_STUDIO_URL", raising=False)
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", "k" * 40)


@pytest.fixture
def corpus(tmp_path):
    write_article(tmp_path / "corpus" / "articles" / "visit.json", ARTICLE)
    return tmp_path / "corpus"


def refused(*arguments):
    """The one line that a command ends with."""
    shown = CliRunner().invoke(app, ["studio", *map(str, arguments)])
    assert shown.exit_code == 2, shown.output
    assert isinstance(shown.exception, SystemExit)
    assert "kkkk" not in shown.output
    (line,) = shown.stderr.splitlines()
    return line


@pytest.mark.parametrize("command", LIVE)
def test_a_server_that_is_down(command, corpus, tmp_path):
    line = refused(command, corpus, "--home", tmp_path, "--url", "http://127.0.0.1:9")
    assert line.startswith("error: no Label Studio answers at http://127.0.0.1:9")


@pytest.mark.parametrize("command", LIVE)
def test_no_address(command, corpus, tmp_path):
    assert "which Label Studio?" in refused(command, corpus, "--home", tmp_path)
    assert "begins with http" in refused(command, corpus, "--home", tmp_path, "--url", "nowhere")


class _Other(http.server.BaseHTTPRequestHandler):
    """A server that is no Label Studio."""

    def do_GET(self):
        said = b"<html>welcome</html>"
        self.send_response(404 if self.path.startswith("/none/") else 200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_):
        pass


@pytest.fixture
def other():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Other)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("command", LIVE)
def test_another_server(command, corpus, tmp_path, other):
    line = refused(command, corpus, "--home", tmp_path, "--url", other)
    assert (
        line == f"error: {other} is no Label Studio: it answers with a page, as a browser gets it"
    )
    line = refused(command, corpus, "--home", tmp_path, "--url", f"{other}/none")
    assert "has no Label Studio there (HTTP 404)" in line


@pytest.mark.server
@pytest.mark.parametrize("command", LIVE)
def test_a_wrong_key(command, corpus, tmp_path, server):
    line = refused(command, corpus, "--home", tmp_path, "--url", server.url)
    assert f"error: {server.url} refuses the key (HTTP 401: " in line


@pytest.mark.server
@pytest.mark.parametrize("command", LIVE)
def test_a_missing_project(command, corpus, server_home):
    line = refused(command, corpus, "--home", server_home, "--project", "nowhere")
    assert "has no project 'nowhere'; it has " in line


@pytest.mark.server
@pytest.mark.parametrize("command", LIVE)
def test_an_empty_folder_and_a_file_for_a_folder(command, corpus, server_home, client, tmp_path):
    client.create(f"for {command}", config())
    place = ("--home", server_home, "--project", f"for {command}")
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "there are no articles in this folder" in refused(command, empty, *place)
    file = corpus / "articles" / "visit.json"
    if command != "push":
        assert "a file, not a folder of articles" in refused(command, file, *place)
    missing = refused(command, tmp_path / "nowhere", *place)
    assert "nowhere" in missing


@pytest.mark.server
def test_a_drifted_configuration(client, corpus, server_home):
    client.create("drifted", config().replace('alias="PER"', 'alias="PERSON"'))
    line = refused("push", corpus, "--home", server_home, "--project", "drifted")
    assert line == (
        "error: the project 'drifted' cannot show khabar's annotations: it lacks PER in mention; "
        "put what `khabar studio config` writes into its settings"
    )


@pytest.mark.server
def test_a_text_that_changed_underneath(client, corpus, server_home):
    project = client.create("moved on", config())
    push([ARTICLE], client, project)
    (task,) = client.tasks(project)
    client.annotate(task.id, [])
    write_article(
        corpus / "articles" / "visit.json", replace(ARTICLE, text=ARTICLE.text + " ثم عادت.")
    )
    place = ("--home", str(server_home), "--project", "moved on")
    for command, said in (
        ("push", "is another one (1 annotations on it); --replace-text makes the task anew"),
        ("pull", "visit: refused: its text is another one here than on the server"),
        ("check", "it was changed here since it was sent; push --replace-text sends it anew"),
    ):
        shown = CliRunner().invoke(app, ["studio", command, str(corpus), *place])
        assert shown.exit_code == 1, shown.output
        assert said in " ".join(shown.output.split())
    assert not (corpus / "passes").exists()
