"""The way to a server: proxies of the environment, certificates, time limits, broken answers."""

import base64
import http.server
import socket
import ssl
import threading
from contextlib import contextmanager

import jwt
import pytest
import trustme

from khabar.problem import KhabarError
from khabar.studio.client import Client
from khabar.studio.connection import proxy_for
from khabar.studio.wire import TransientError

KEY = "k" * 40
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def clean(monkeypatch):
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


class _Answering(http.server.BaseHTTPRequestHandler):
    """Says who asked, or breaks off."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.headers["Came-From-Port"] = str(self.client_address[1])
        self.server.asked.append((self.path, self.headers))
        said = self.server.said
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.send_header("Set-Cookie", "sessionid=1; Path=/")
        self.send_header("Content-Length", str(len(said) + self.server.missing))
        self.end_headers()
        self.wfile.write(said)
        self.close_connection = bool(self.server.missing)

    def do_POST(self):
        self.do_GET()

    def log_message(self, *_):
        pass


USER = b'{"id": 1, "email": "editor@example.org"}'


@contextmanager
def answering(status=200, missing=0, certificate=None, said=USER):
    """A server on loopback; ``missing`` bytes of its answers never come."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Answering)
    server.asked, server.status, server.missing, server.said = [], status, missing, said
    scheme = "http"
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        server.socket, scheme = context.wrap_socket(server.socket, server_side=True), "https"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"{scheme}://127.0.0.1:{server.server_address[1]}", server.asked
    finally:
        server.shutdown()
        server.server_close()


def asked_once(url, timeout=5.0):
    """Who the server says that the key's owner is; nothing is tried again."""
    client = Client(url, KEY, timeout=timeout)
    client.wire.pauses = ()
    return client.whoami()


def test_the_environments_proxy_is_used_and_told_who_asks(monkeypatch):
    with answering() as (url, asked):
        monkeypatch.setenv("http_proxy", url.replace("//", "//leila:s%40cret@"))
        assert asked_once("http://labels.invalid") == "editor@example.org"
    ((path, headers),) = asked
    assert path == "http://labels.invalid/api/current-user/whoami"
    assert headers["Authorization"] == f"Token {KEY}"
    given = headers["Proxy-Authorization"].removeprefix("Basic ")
    assert base64.b64decode(given) == b"leila:s@cret"


@pytest.mark.parametrize(
    ("url", "variables", "proxy"),
    [
        ("https://labels.invalid", {"https_proxy": "http://p:1"}, "http://p:1"),
        ("https://labels.invalid", {"http_proxy": "http://p:1"}, None),
        ("https://labels.invalid", {"all_proxy": "http://p:1"}, "http://p:1"),
        ("https://labels.invalid", {"https_proxy": "p:1"}, "http://p:1"),
        ("https://a.in.house", {"https_proxy": "http://p:1", "no_proxy": "in.house"}, None),
        ("https://a.house:8443", {"https_proxy": "http://p:1", "no_proxy": "a.house:8443"}, None),
        ("http://127.0.0.1:8080", {"http_proxy": "http://p:1"}, None),
        ("http://[::1]:8080", {"all_proxy": "http://p:1"}, None),
    ],
)
def test_which_proxy(url, variables, proxy, monkeypatch):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert proxy_for(url) == proxy


def test_a_proxy_of_another_kind_is_refused_before_anything_is_sent(monkeypatch):
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:9")
    with pytest.raises(KhabarError, match=r"socks5://, which khabar cannot use"):
        Client("https://labels.invalid", KEY)


def test_a_proxys_password_in_any_script(monkeypatch):
    with answering() as (url, asked):
        monkeypatch.setenv("http_proxy", url.replace("//", "//ليلى:%D8%B3%D8%B1@"))
        asked_once("http://labels.invalid")
    ((_, headers),) = asked
    given = headers["Proxy-Authorization"].removeprefix("Basic ")
    assert base64.b64decode(given).decode() == "ليلى:سر"


@pytest.mark.parametrize("proxy", ["http://leila:secret@p:abc", "http://leila:secret@[zz]:1"])
def test_a_proxy_that_is_no_address(proxy, monkeypatch):
    monkeypatch.setenv("http_proxy", proxy)
    with pytest.raises(KhabarError, match="names as a proxy is no address") as one:
        Client("http://labels.invalid", KEY)
    assert "secret" not in str(one.value)


@pytest.mark.parametrize("url", ["http://[::1", "http://[zz]", "ftp://labels.invalid"])
def test_an_address_that_is_none(url):
    with pytest.raises(KhabarError, match="is no address of a server"):
        Client(url, KEY)


def test_an_address_in_arabic():
    with pytest.raises(TransientError, match="no Label Studio answers") as one:
        asked_once("http://خبر.invalid")
    assert "http://خبر.invalid" in str(one.value)
    assert "idna" not in str(one.value)


def test_a_proxy_that_is_down(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://leila:secret@127.0.0.1:9")
    with pytest.raises(
        TransientError, match=r"proxy does not lead to http://labels\.invalid"
    ) as one:
        asked_once("http://labels.invalid")
    assert "http://labels.invalid" in str(one.value)
    assert "secret" not in str(one.value)


def test_a_house_of_its_own_certificates(tmp_path, monkeypatch):
    authority = trustme.CA()
    with answering(certificate=authority.issue_cert("127.0.0.1")) as (url, _):
        monkeypatch.delenv("SSL_CERT_FILE", raising=False)
        with pytest.raises(KhabarError, match=r"not trust \(unable to get.*SSL_CERT_FILE"):
            asked_once(url)
        authority.cert_pem.write_to_path(tmp_path / "house.pem")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "house.pem"))
        assert asked_once(url) == "editor@example.org"


@pytest.fixture
def other():
    """A server that speaks another language, and colors its words."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def speak():
            heard, _ = listening.accept()
            with heard:
                heard.recv(65536)
                heard.sendall(b"\x1b[31mSSH-2\r\nhello\r\n")

        threading.Thread(target=speak, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def test_what_a_server_says_is_one_line_of_signs_that_can_be_shown(other):
    with pytest.raises(TransientError, match="SSH-2") as one:
        asked_once(other)
    assert str(one.value).isprintable()


def asked_again(url, other):
    """What is asked while the first failure is dealt with."""
    try:
        asked_once(url)
    except TransientError:
        asked_once(other)


def test_what_went_wrong_earlier_is_not_told_as_the_cause():
    with answering(missing=10) as (url, _), pytest.raises(TransientError) as late:
        asked_again(url, "http://127.0.0.1:9")
    assert "refused" in str(late.value)
    assert "IncompleteRead" not in str(late.value)


@pytest.mark.parametrize("access", ["a\\nX-Other: b", "", "ключ"])
def test_a_server_that_gives_no_key_for_a_personal_one(access):
    key = jwt.encode({"exp": 4102444800}, "k" * 32)
    with answering(said=f'{{"access": "{access}"}}'.encode()) as (url, asked):
        client = Client(url, key)
        with pytest.raises(KhabarError, match="gives no key for a personal access token"):
            client.whoami()
    assert [path for path, _ in asked] == ["/api/token/refresh/"]


def test_an_answer_that_breaks_off():
    with answering(missing=10) as (url, _), pytest.raises(TransientError, match="answers at"):
        asked_once(url)


def test_an_answer_that_is_late(monkeypatch):
    with answering() as (url, _):
        monkeypatch.setattr(_Answering, "do_GET", lambda _: threading.Event().wait(2))
        with pytest.raises(TransientError, match="did not answer in time"):
            asked_once(url, timeout=0.1)


def test_a_refused_connection_says_so_in_the_systems_words():
    with pytest.raises(TransientError, match=r"127\.0\.0\.1:9 \(.*Connection refused"):
        asked_once("http://127.0.0.1:9")


def test_a_redirect_is_not_followed():
    redirected = pytest.raises(KhabarError, match="answers with a redirect")
    with answering(status=302) as (url, asked), redirected:
        asked_once(url)
    assert len(asked) == 1


def test_a_connection_is_kept_and_no_cookie():
    with answering() as (url, asked):
        client = Client(url, KEY)
        assert {client.whoami() for _ in range(3)} == {"editor@example.org"}
    assert len(asked) == 3
    assert len({headers["Came-From-Port"] for _, headers in asked}) == 1
    assert not any("Cookie" in headers for _, headers in asked)
    assert all("gzip" in headers["Accept-Encoding"] for _, headers in asked)
