"""The local server: up, down, status, and what goes wrong."""

import os
import socket
import stat
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest

from khabar.problem import KhabarError
from khabar.studio import environment
from khabar.studio import server as local
from khabar.studio.client import Client
from khabar.studio.private import write_private


@pytest.mark.server
def test_up_down_up(server, tmp_path):
    """The whole life of a server; `server` has seen to it that Label Studio is there."""
    home = tmp_path / "studio"
    assert local.running(home) is None
    assert local.down(home) is False
    first = local.up(home)
    try:
        assert local.running(home) == first
        assert _mode(home / "server.json") == 0o600
        said = []
        assert local.up(home, say=said.append) == first
        assert said == [f"Label Studio is already up at {first.url}"]
        line = Path(f"/proc/{first.pid}/cmdline").read_text()
        assert "127.0.0.1" in line
        assert first.password not in line
        assert first.token not in line
        Client(first.url, first.token).create("before", "<View/>")
    finally:
        assert local.down(home) is True
    assert local.running(home) is None
    assert local.down(home) is False
    assert not local.healthy(first.port)
    second = local.up(home)
    try:
        assert (second.token, second.username) == (first.token, first.username)
        assert [one.title for one in Client(second.url, second.token).projects()] == ["before"]
    finally:
        local.down(home)


def _mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def _server(**changes):
    known = local.Server(port=1, pid=0, username="a@localhost", password="pw-x", token="tok-x")
    return replace(known, **changes)


def test_a_process_with_the_old_number_is_not_the_server(tmp_path):
    sleeper = subprocess.Popen(["sleep", "60"])
    # A process has no command line yet in the moment in which it begins.
    while b"sleep" not in Path(f"/proc/{sleeper.pid}/cmdline").read_bytes():
        time.sleep(0.01)
    try:
        write_private(tmp_path / "server.json", _server(pid=sleeper.pid))
        assert local.running(tmp_path) is None
        assert local.down(tmp_path) is False
        assert sleeper.poll() is None
    finally:
        sleeper.kill()
        sleeper.wait()
    known = local.read(tmp_path)
    assert known is not None
    assert known.pid == 0


def test_secrets_are_not_in_the_repr():
    assert "pw-x" not in repr(_server())
    assert "tok-x" not in repr(_server())


def test_a_busy_port_is_refused(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(KhabarError, match=f"port {port} is in use"):
            local.up(tmp_path / "studio", port)
    assert not (tmp_path / "studio").exists()


@pytest.fixture
def fake(tmp_path, monkeypatch):
    """A `label-studio` that prepares a database and then does what the test says."""

    def make(start):
        path = tmp_path / "bin" / "label-studio"
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            "#!/bin/sh\n"
            'if [ "$1" = init ]; then\n'
            '  : > "$LABEL_STUDIO_BASE_DATA_DIR/label_studio.sqlite3"; exit\n'
            "fi\n"
            f"{start}\n"
        )
        path.chmod(0o755)
        monkeypatch.setenv(environment.EXECUTABLE, str(path))
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    return make


def test_a_server_that_dies_shows_its_log(fake, tmp_path):
    fake("echo no room on this device; exit 3")
    with pytest.raises(KhabarError, match=r"ended while starting(.|\n)*no room on this device"):
        local.up(tmp_path / "studio")
    assert local.running(tmp_path / "studio") is None


def test_a_server_that_neither_answers_nor_obeys_is_ended(fake, tmp_path, monkeypatch):
    fake("echo $$ > $LABEL_STUDIO_BASE_DATA_DIR/pid; trap : TERM; while :; do sleep 0.1; done")
    monkeypatch.setattr(local, "PATIENCE", 1.0)
    home = tmp_path / "studio"
    with pytest.raises(KhabarError, match="did not answer within"):
        local.up(home)
    pid = (home / "data" / "pid").read_text().strip()
    assert not Path(f"/proc/{pid}").exists()


def test_a_damaged_state_file_is_named(tmp_path):
    (tmp_path / "server.json").write_text("{}")
    with pytest.raises(KhabarError, match=r"server\.json is damaged"):
        local.up(tmp_path)


def test_an_executable_that_is_none_is_named(monkeypatch):
    monkeypatch.setenv(environment.EXECUTABLE, "/nowhere/label-studio")
    with pytest.raises(KhabarError, match="/nowhere/label-studio, which is not an executable"):
        environment.find()


def test_a_failed_install_leaves_nothing(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    monkeypatch.setenv("UV_DEFAULT_INDEX", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    monkeypatch.setenv("UV_NO_CACHE", "1")
    with pytest.raises(KhabarError, match=r"Label Studio 1\.23\.2 cannot be installed"):
        environment.make()
    assert list((tmp_path / "khabar").iterdir()) == []


def test_the_servers_process_hears_nothing_of_ours(monkeypatch, tmp_path):
    for name in ("HOST", "PORT", "PASSWORD", "DJANGO_SETTINGS_MODULE", "LABEL_STUDIO_API_KEY"):
        monkeypatch.setenv(name, "leaked")
    variables = environment.quiet(tmp_path)
    assert "leaked" not in variables.values()
    assert variables["COLLECT_ANALYTICS"] == "0"
    assert variables["PATH"] == os.environ["PATH"]
