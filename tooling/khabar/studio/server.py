"""One local Label Studio whose whole state lies in a folder: up, down, status.

It listens on the loopback interface only, sends nothing to anybody, and outlives the command
that started it. Its password and key lie in ``server.json`` (mode 600) in that folder; they
reach the server by its environment, never by its command line.
"""

import http.client
import secrets
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from khabar.problem import KhabarError
from khabar.studio.environment import Say, command, quiet, silent, template
from khabar.studio.private import write_private
from khabar.studio.processes import is_server, stop

HOME = Path(".khabar/studio")
"""Default folder of the local server, beside the corpus and outside git."""

HOST = "127.0.0.1"
PATIENCE = 180.0
"""Seconds to wait for a start: 9 on a quiet machine, a minute or more on a busy one."""


@dataclass(frozen=True, kw_only=True)
class Server:
    """A local server: where it is and how to get in.

    Attributes:
        port: port on the loopback interface.
        pid: number of its process, 0 when it is down.
        username: the login name of the one user.
        password: the password for the page.
        token: the key for the API.
    """

    port: int
    pid: int
    username: str
    password: str = field(repr=False)
    token: str = field(repr=False)

    @property
    def url(self) -> str:
        """The address for the browser and the API."""
        return f"http://{HOST}:{self.port}"


def read(home: Path) -> Server | None:
    """What ``server.json`` says, None when there is none.

    Raises:
        KhabarError: if the file is not what `up` wrote.
    """
    try:
        return msgspec.json.decode(_file(home).read_bytes(), type=Server)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KhabarError(f"{_file(home)}: cannot be read: {error.strerror}") from error
    except msgspec.DecodeError as error:
        raise KhabarError(
            f"{_file(home)} is damaged ({error}); without it, `khabar studio up` makes a new user"
        ) from error


def running(home: Path) -> Server | None:
    """The folder's server if its process lives and answers, else None.

    Raises:
        KhabarError: if ``server.json`` is damaged.
    """
    server = read(home)
    if server is None or not is_server(server.pid, _data(home)):
        return None
    return server if healthy(server.port) else None


def up(home: Path, port: int | None = None, say: Say = silent) -> Server:
    """Start the folder's server, or return the one that runs already.

    Args:
        home: the folder of its state; made when absent.
        port: the port to listen on; a free one when None.
        say: hears what is being done.

    Raises:
        KhabarError: if Label Studio cannot be installed, the port is busy, or the server dies or
            does not answer; the end of its log is in the message.
    """
    home = home.absolute()
    server = running(home)
    if server is not None:
        say(f"Label Studio is already up at {server.url}")
        return server
    down(home)
    chosen = _free_port(port)
    run = command(say)
    fresh = not _data(home).exists()
    if fresh:
        _copy_template(home, say)
    server = _identity(read(home), fresh=fresh, port=chosen)
    # The secrets are on disk before the server knows them: no user that nobody can be.
    write_private(_file(home), server)
    return _start(home, server, run, say)


def down(home: Path) -> bool:
    """Stop the folder's server; its data stay. False when there was none to stop.

    Raises:
        KhabarError: if ``server.json`` is damaged.
    """
    home = home.absolute()
    server = read(home)
    if server is None or not server.pid:
        return False
    alive = is_server(server.pid, _data(home))
    if alive:
        stop(server.pid, _data(home))
    write_private(_file(home), replace(server, pid=0))
    return alive


def healthy(port: int) -> bool:
    """Whether a Label Studio answers on a port of this machine."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def log_tail(home: Path, lines: int = 12) -> str:
    """The last lines of the server's log."""
    try:
        text = _log(home).read_text("utf-8", "replace")
    except OSError:
        return "(no log)"
    return "\n".join(text.splitlines()[-lines:])


def _file(home: Path) -> Path:
    return home / "server.json"


def _data(home: Path) -> Path:
    return home.absolute() / "data"


def _log(home: Path) -> Path:
    return home / "server.log"


def _free_port(wanted: int | None) -> int:
    """A port nobody listens on; Label Studio itself would quietly take the next one."""
    with socket.socket() as probe:
        if wanted and probe.connect_ex((HOST, wanted)) == 0:
            raise KhabarError(f"port {wanted} is in use; choose another with --port, or none")
    if wanted:
        return wanted
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _copy_template(home: Path, say: Say) -> None:
    source = template(say)
    part = home / "data.part"
    try:
        home.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(source, part)
        part.rename(_data(home))
    except OSError as error:
        raise KhabarError(f"{home}: cannot be written: {error.strerror or error}") from error


def _identity(known: Server | None, *, fresh: bool, port: int) -> Server:
    """The user of the server: the known one, or a new one with a password of chance.

    Data whose secrets are lost get a second user, because the first one's password is nowhere.
    """
    if known is not None and not fresh:
        return replace(known, port=port, pid=0)
    name = "khabar" if fresh else f"khabar-{secrets.token_hex(3)}"
    return Server(
        port=port,
        pid=0,
        username=f"{name}@localhost",
        password=secrets.token_urlsafe(18),
        token=secrets.token_hex(20),
    )


def _start(home: Path, server: Server, run: tuple[str, ...], say: Say) -> Server:
    say("starting Label Studio ...")
    process = _launch(home, server, run)
    server = replace(server, pid=process.pid)
    try:
        write_private(_file(home), server)
        _await(home, process, server.port)
        _recognize(home, server)
    except BaseException:
        # Also on Ctrl-C: a server that nobody waited for must not stay behind.
        _end(process)
        write_private(_file(home), replace(server, pid=0))
        raise
    say(f"Label Studio is up at {server.url}")
    return server


def _launch(home: Path, server: Server, run: tuple[str, ...]) -> subprocess.Popen[bytes]:
    arguments = [*run, "start", "--no-browser", "--internal-host", HOST]
    arguments += ["--port", str(server.port), "--data-dir", str(_data(home))]
    variables = quiet(_data(home)) | {
        "LABEL_STUDIO_USERNAME": server.username,
        "LABEL_STUDIO_PASSWORD": server.password,
        "LABEL_STUDIO_USER_TOKEN": server.token,
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "1",
    }
    try:
        with _log(home).open("wb") as log:
            return subprocess.Popen(  # noqa: S603
                arguments,
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
    except OSError as error:
        raise KhabarError(f"{run[0]} cannot be started: {error.strerror}") from error


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a child of our own: no other process can have its number before we have waited."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _await(home: Path, process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + PATIENCE
    while not healthy(port):
        if process.poll() is not None:
            raise KhabarError(f"Label Studio ended while starting. Its log:\n{log_tail(home)}")
        if time.monotonic() > end:
            raise KhabarError(
                f"Label Studio did not answer within {PATIENCE:.0f} s. Its log:\n{log_tail(home)}"
            )
        time.sleep(0.25)


def _recognize(home: Path, server: Server) -> None:
    """Make sure that who answers on the port is ours: the port was free only a moment ago."""
    connection = http.client.HTTPConnection(HOST, server.port, timeout=30)
    try:
        headers = {"Authorization": f"Token {server.token}"}
        connection.request("GET", "/api/current-user/whoami", headers=headers)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise KhabarError(f"Label Studio stopped answering: {error}") from error
    finally:
        connection.close()
    if status != http.client.OK:
        raise KhabarError(
            f"the server on port {server.port} refuses the key it was started with "
            f"(HTTP {status}). Its log:\n{log_tail(home)}"
        )
