"""Address and key: where they come from, and what is said when they are wrong."""

import jwt
import pytest

from khabar.problem import KhabarError
from khabar.studio.client import KEY_VARIABLE, URL_VARIABLE, Client, connect
from khabar.studio.push import push
from khabar.studio.wire import TransientError
from studio.proxy import Proxy


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
def test_a_personal_access_token(server, personal_token, project):
    """It is exchanged for one of five minutes, and that for the next one, in the midst of work."""
    client = Client(server.url, personal_token)
    assert client.whoami() == server.username
    client.send(project, [task_of("one")])
    first, old = client.wire._access, jwt.encode({"exp": 1}, "k" * 32)
    assert first
    client.wire._access = old
    client.send(project, [task_of("two")])
    assert client.wire._access not in ("", old)
    assert [one.data["id"] for one in client.tasks(project)] == ["one", "two"]


@pytest.mark.server
def test_personal_access_tokens_that_are_none(server, personal_token):
    head, body, signature = personal_token.split(".")
    forged = ".".join((head, body, signature[::-1]))
    with pytest.raises(KhabarError, match=r"refuses the key \(HTTP 401") as caught:
        Client(server.url, forged).whoami()
    assert forged not in str(caught.value)
    with pytest.raises(KhabarError, match="expired"):
        Client(server.url, jwt.encode({"exp": 1}, "k" * 32))


def test_a_key_that_is_none():
    for key in ("", "مفتاح", "two words\n", " k"):
        with pytest.raises(KhabarError, match="characters that no key has"):
            Client("http://127.0.0.1:9", key)


def task_of(name):
    keys = ("title", "text", "info")
    return {
        "data": {
            "id": name,
            **dict.fromkeys(keys, "x"),
            "entities": [],
            "holders": [],
            "targets": [],
        }
    }


@pytest.mark.server
def test_tasks_are_listed_page_by_page_and_after_a_number(client, project, monkeypatch):
    monkeypatch.setattr("khabar.studio.client.PAGE", 3)
    client.send(project, [task_of(f"a{number}") for number in range(7)])
    listed = list(client.tasks(project))
    assert [one.data["id"] for one in listed] == [f"a{number}" for number in range(7)]
    assert [one.id for one in client.tasks(project, after=listed[4].id)] == [
        one.id for one in listed[5:]
    ]
    tasks = client.tasks(project)
    next(tasks)
    client.remove(listed[1].id)
    assert len(list(tasks)) == 6, "what is removed meanwhile makes no other be missed"
    client.remove(listed[1].id)  # gone already


@pytest.mark.server
def test_what_can_be_asked_twice_is_asked_again(server, project):
    fates = {2: "before", 3: "cut", 5: "after"}
    with Proxy(server.url, lambda number, *_: fates.get(number, "pass")) as proxy:
        client = Client(proxy.url, server.token)
        client.wire.pauses = (0.01, 0.01)
        client.whoami()
        assert list(client.tasks(project)) == []
        assert client.whoami() == server.username
        assert len(proxy.requests) == 6


@pytest.mark.server
def test_an_import_is_not_sent_again(server, client, project):
    with Proxy(server.url, lambda _, method, __: "cut" if method == "POST" else "pass") as proxy:
        other = Client(proxy.url, server.token)
        with pytest.raises(TransientError):
            other.send(project, [task_of("once")])
    assert len(list(client.tasks(project))) == 1


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
