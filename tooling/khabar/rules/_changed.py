"""Which files git says have changed."""

import subprocess
from collections.abc import Iterable
from pathlib import Path

from khabar.problem import KhabarError


def changed(paths: Iterable[str], revision: str) -> list[str]:
    """The files of articles under some paths that differ from a revision, untracked ones too.

    Args:
        paths: files and folders.
        revision: what git compares with, such as ``HEAD`` or ``main``.

    Raises:
        KhabarError: outside a repository, without git, or if the revision does not exist.
    """
    top = Path(_git("rev-parse", "--show-toplevel").strip())
    _git(
        "rev-parse",
        "--verify",
        "--quiet",
        f"{revision}^{{commit}}",
        why=f"no revision {revision!r}",
    )
    said = _git("diff", "--name-only", "-z", "--no-renames", "--diff-filter=d", revision, "--")
    new = _git("ls-files", "--others", "--exclude-standard", "--full-name", "-z", str(top))
    touched = {(top / one).resolve() for one in (said + new).split("\0") if one}
    return [one for one in paths if Path(one).resolve() in touched]


def _git(*words: str, why: str = "") -> str:
    try:
        done = subprocess.run(  # noqa: S603
            ["git", *words],  # noqa: S607
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            check=False,
        )
    except FileNotFoundError as error:
        raise KhabarError(
            "what has changed is known to git only, which is not installed"
        ) from error
    if done.returncode:
        reason = why or (done.stderr.strip().splitlines() or ["it failed"])[0]
        raise KhabarError(f"git cannot tell what has changed: {reason}")
    return done.stdout
