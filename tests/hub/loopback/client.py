"""A user's process: the real client, told of no other hub, that runs khabar's commands.

The client reads where the hub is when it is imported, so each hub needs a process of its own; it
stays for many commands, for the imports cost more than most of them.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from hub.loopback.server import LoopbackHub

_DRIVER = """
import json, os, sys, traceback
from typer.testing import CliRunner
from khabar.commands import app
from khabar.hub.publish import Published
sys.modules[Published.__module__].PAUSE = 0.02
real = sys.stdout
for line in sys.stdin:
    asked = json.loads(line)
    os.environ.update(asked["environment"])
    done = CliRunner().invoke(app, asked["arguments"], env={"COLUMNS": "200", "NO_COLOR": "1"})
    fault = "".join(traceback.format_exception(done.exception)) if done.exception else ""
    fault = "" if isinstance(done.exception, SystemExit) else fault
    told = {"code": done.exit_code, "out": done.stdout, "err": done.stderr + fault}
    print(json.dumps(told), file=real, flush=True)
"""


@dataclass(frozen=True)
class Done:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def error(self) -> str:
        """The one line that a failed command says at last."""
        assert self.code == 2, self
        *_, last = self.err.splitlines()
        assert last.startswith("error: "), self.err
        assert "Traceback" not in self.err, self.err
        return last


class Client:
    """A user of a hub.

    Args:
        hub: where everything goes.
        home: folder of the client's cache.
    """

    def __init__(self, hub: LoopbackHub, home: Path) -> None:
        self._hub = hub
        self.environment = os.environ | hub.environment(home)
        self._process = subprocess.Popen(
            [sys.executable, "-c", _DRIVER],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def __call__(self, *arguments: object, token: str | None = None) -> Done:
        """Run a command of khabar; what it says never holds a token.

        Args:
            arguments: of the command.
            token: the user's, "" for nobody; one that may write if none is given.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        own = self._hub.token if token is None else token
        asked = {"arguments": [str(one) for one in arguments], "environment": {"HF_TOKEN": own}}
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, f"the client's process ended with {self._process.wait()}"
        done = Done(**json.loads(line))
        assert not own or own not in done.out + done.err
        return done

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)
