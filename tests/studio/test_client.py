"""Address and key: where they come from, and what is said when they are wrong."""

import httpx
import pytest

from khabar.problem import KhabarError
from khabar.studio.client import KEY_VARIABLE, URL_VARIABLE, Client, connect
from khabar.studio.push import push


@pytest.fixture(autouse=True)
def clean(monkeypatch):
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    monkeypatch.delenv(KEY_VARIABLE, raising=False)


@pytest.mark.server
def test_a_wrong_key(server):
    key = "0123456789abcdef" * 2
    with pytest.raises(KhabarError, match="refuses the key") as caught:
        Client(server.url, key).whoami()
    assert key not in str(caught.value)
    assert server.url in str(caught.value)


def test_a_dead_server():
    client = Client("http://127.0.0.1:9", "k" * 40, timeout=5)
    with pytest.raises(KhabarError, match=r"no Label Studio answers at http://127\.0\.0\.1:9"):
        client.projects()


@pytest.mark.server
def test_a_missing_project(client):
    with pytest.raises(KhabarError, match="has no project 'nowhere'"):
        client.project("nowhere")


@pytest.mark.server
def test_a_project_by_number_and_by_title(client, project):
    assert client.project(project.title).id == project.id
    assert client.project(str(project.id)).title == project.title


@pytest.mark.server
def test_two_projects_of_one_title_are_not_guessed_between(client):
    one, other = client.create("twins", "<View/>"), client.create("twins", "<View/>")
    with pytest.raises(
        KhabarError, match=f"several projects 'twins'.*{other.id}, {one.id}|{one.id}, {other.id}"
    ):
        client.project("twins")
    assert client.project(str(other.id)).id == other.id


@pytest.mark.server
def test_the_servers_own_words(client, project):
    with pytest.raises(KhabarError, match=r"refuses \(HTTP 400: .*text"):
        client.send(project, [{"data": {"id": "x"}}])
    with pytest.raises(KhabarError, match="HTTP 400"):
        client.create("broken", "<View")
    with pytest.raises(KhabarError, match="HTTP 404"):
        client.task(10**6)


@pytest.mark.server
def test_a_personal_access_token(server):
    with httpx.Client(base_url=server.url) as web:
        web.get("/user/login/")
        form = {"email": server.username, "password": server.password}
        form["csrfmiddlewaretoken"] = web.cookies["csrftoken"]
        web.post("/user/login/", data=form, headers={"Referer": f"{server.url}/user/login/"})
        headers = {"X-CSRFToken": web.cookies["csrftoken"], "Referer": server.url}
        token = web.post("/api/token/", headers=headers).json()["token"]
    assert Client(server.url, token).whoami() == server.username


@pytest.mark.server
def test_the_local_server_is_the_default(server, server_home):
    client = connect(home=server_home)
    assert client.url == server.url
    assert client.whoami() == server.username


@pytest.mark.server
def test_the_local_key_goes_nowhere_else(server_home):
    with pytest.raises(KhabarError, match=r"no key for http://127\.0\.0\.1:9"):
        connect("http://127.0.0.1:9", home=server_home)


def test_nothing_given(tmp_path):
    with pytest.raises(KhabarError, match="which Label Studio"):
        connect(home=tmp_path)


def test_key_and_address_of_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv(URL_VARIABLE, "https://studio.example/")
    with pytest.raises(KhabarError, match=r"no key for https://studio\.example"):
        connect(home=tmp_path)
    monkeypatch.setenv(KEY_VARIABLE, "secret-key")
    client = connect(home=tmp_path)
    assert repr(client) == "Client('https://studio.example')"


def test_a_key_file(tmp_path):
    file = tmp_path / "key"
    with pytest.raises(KhabarError, match="cannot be read"):
        connect("http://127.0.0.1:9", file, tmp_path)
    file.write_text("two words\n")
    with pytest.raises(KhabarError, match="one key and nothing else"):
        connect("http://127.0.0.1:9", file, tmp_path)
    file.write_text("abc\n")
    assert connect("http://127.0.0.1:9", file, tmp_path).url == "http://127.0.0.1:9"


@pytest.mark.parametrize(
    "url, words",
    [
        ("studio.example", "begins with http"),
        ("ftp://studio.example", "begins with http"),
        ("https://me:pw@studio.example", "no name or password"),
    ],
)
def test_addresses_that_are_none(url, words):
    with pytest.raises(KhabarError, match=words):
        Client(url, "key")


@pytest.mark.server
def test_a_page_that_cannot_show_our_annotations_is_refused(client):
    other = '<View><Text name="text" value="$text"/></View>'
    project = client.create("bare", other)
    with pytest.raises(KhabarError, match="cannot show khabar's annotations: it lacks"):
        push([], client, project)
