"""Is this process still the one we started?"""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path


def is_server(pid: int, data: Path) -> bool:
    """Whether a process is a Label Studio that works on a data folder.

    A number alone proves nothing: after a crash or a restart another program may have it.
    """
    line = _command_line(pid)
    return "label" in line and str(data) in line


def stop(pid: int, data: Path, patience: float = 5.0) -> None:
    """End a server: ask, insist, force; each step waits `patience` seconds."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        if not is_server(pid, data):
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        _wait(pid, data, patience)


def _wait(pid: int, data: Path, patience: float) -> None:
    end = time.monotonic() + patience
    while is_server(pid, data) and time.monotonic() < end:
        time.sleep(0.1)


def _command_line(pid: int) -> str:
    """A process's command line, empty for one that has ended."""
    table = Path("/proc")
    if (table / "self").exists():
        try:
            line = (table / str(pid) / "cmdline").read_bytes()
        except OSError:
            return ""
        return line.replace(b"\0", b" ").decode("utf-8", "replace")
    arguments = ["ps", "-o", "command=", "-p", str(pid)]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout
