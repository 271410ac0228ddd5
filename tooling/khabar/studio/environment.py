"""Where the Label Studio server comes from: an executable at hand, or an environment of its own.

The server brings two hundred packages and pins some that the toolkit needs newer, so it never
shares the toolkit's environment unless somebody put it there.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path

from khabar.problem import KhabarError

VERSION = "1.23.2"
"""The version of Label Studio that khabar is measured against."""

EXECUTABLE = "KHABAR_LABEL_STUDIO"
"""Environment variable that names the ``label-studio`` executable to use."""

Say = Callable[[str], None]
Command = tuple[str, ...]


def silent(_line: str) -> None:
    """Say nothing: the progress of somebody who does not listen."""


def cache() -> Path:
    """The folder for what can be made again."""
    root = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(root) / "khabar"


def find() -> Command | None:
    """The command that runs Label Studio, if one is at hand.

    Raises:
        KhabarError: if ``KHABAR_LABEL_STUDIO`` names something that cannot be run.
    """
    named = os.environ.get(EXECUTABLE)
    if named:
        return (_runnable(named),)
    beside = Path(sys.executable).with_name("label-studio")
    if os.access(beside, os.X_OK):
        return (str(beside),)
    return _of(_home()) if _python(_home()).exists() else None


def command(say: Say = silent) -> Command:
    """The command that runs Label Studio; its environment is made when there is none.

    Making it downloads about 300 MB and takes minutes; it happens once per user.

    Args:
        say: hears what is being done, a line at a time.

    Raises:
        KhabarError: if Label Studio cannot be installed.
    """
    return find() or make(say)


def make(say: Say = silent) -> Command:
    """Install Label Studio into an environment of its own under the cache.

    It is made under a temporary name and renamed when whole, so a broken-off install leaves
    nothing that would be taken for one. (Scripts in it would still name the temporary place;
    the server is therefore started as a module.)

    Raises:
        KhabarError: if the packages cannot be installed.
    """
    home = _home()
    home.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f"{home.name}.", suffix=".part", dir=home.parent))
    try:
        say(f"installing Label Studio {VERSION} into {home} (once; about 300 MB) ...")
        _install(part)
        move_into_place(part, home)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    say(f"installed Label Studio {VERSION}")
    return _of(home)


def template(say: Say = silent) -> Path:
    """A data folder with a migrated, empty database: made once, copied for every new server.

    The migrations take half a minute or more; a copy takes none. It holds no user and no secret.

    Raises:
        KhabarError: if Label Studio cannot be installed or does not run.
    """
    run = command(say)
    key = hashlib.sha256("\0".join(run).encode()).hexdigest()[:12]
    home = cache() / f"label-studio-{VERSION}-data-{key}"
    if home.exists():
        return home
    home.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f"{home.name}.", suffix=".part", dir=home.parent))
    try:
        say("preparing an empty database (once) ...")
        _migrate(run, part)
        move_into_place(part, home)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return home


def move_into_place(part: Path, home: Path) -> None:
    """Give a finished folder its name; if another run was first, its folder stays."""
    try:
        part.rename(home)
    except OSError:
        if not home.exists():
            raise


def quiet(data: Path) -> dict[str, str]:
    """The variables of the server's process: its data folder, and nothing sent to anybody.

    Nothing else of the caller's environment gets in, because Label Studio also listens to names
    as common as ``HOST``, ``PORT`` and ``USERNAME``.
    """
    kept = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH")
    variables = {name: os.environ[name] for name in kept if name in os.environ}
    return variables | {
        "COLLECT_ANALYTICS": "0",
        "LATEST_VERSION_CHECK": "0",
        "SENTRY_DSN": "",
        "FRONTEND_SENTRY_DSN": "",
        "DISABLE_SIGNUP_WITHOUT_LINK": "1",
        "LABEL_STUDIO_BASE_DATA_DIR": str(data),
        "PYTHONUNBUFFERED": "1",
    }


def _home() -> Path:
    return cache() / f"label-studio-{VERSION}"


def _python(home: Path) -> Path:
    return home / "bin" / "python"


def _of(home: Path) -> Command:
    return (str(_python(home)), "-m", "label_studio.server")


def _runnable(path: str) -> str:
    found = shutil.which(path)
    if found is None:
        raise KhabarError(f"{EXECUTABLE} names {path}, which is not an executable file")
    return str(Path(found).absolute())


def _install(part: Path) -> None:
    wanted = f"label-studio=={VERSION}"
    uv = shutil.which("uv")
    if uv:
        _run([uv, "venv", "--quiet", "--python", sys.executable, str(part)])
        _run([uv, "pip", "install", "--quiet", "--python", str(_python(part)), wanted])
    else:
        venv.create(part, with_pip=True, symlinks=True)
        _run([str(_python(part)), "-m", "pip", "install", "--quiet", wanted])


def _run(arguments: list[str]) -> None:
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        tail = (done.stderr.strip() or done.stdout.strip() or "no message").splitlines()[-1]
        raise KhabarError(
            f"Label Studio {VERSION} cannot be installed: {tail} "
            f"(or name an installed one: {EXECUTABLE}=/path/to/label-studio)"
        )


def _migrate(run: Command, data: Path) -> None:
    arguments = [*run, "init", "--quiet"]
    done = subprocess.run(  # noqa: S603
        arguments, env=quiet(data), stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    database = data / "label_studio.sqlite3"
    if done.returncode or not database.exists():
        tail = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["no message"]
        raise KhabarError(f"{run[0]} cannot prepare a database: {tail[0]}")
    # The secret that signs sessions must not be the same in every copy.
    (data / ".env").unlink(missing_ok=True)
