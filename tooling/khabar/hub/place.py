"""The folder a build goes to: made beside its place, moved there when it is whole."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from khabar.hub.manifest import MANIFEST, hashes, read_manifest
from khabar.problem import KhabarError
from khabar.store import unwritable


@contextlib.contextmanager
def replacing_folder(target: Path) -> Iterator[Path]:
    """A new folder that takes the place of another when, and only when, the block ends well.

    Raises:
        KhabarError: if the place is taken by what no build made, or cannot be written.
    """
    target = Path(os.path.abspath(target))  # noqa: PTH100 - keeps symbolic links
    refuse_taken(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp"))
    except OSError as error:
        raise unwritable(target, error) from error
    try:
        new = work / "new"
        new.mkdir()
        yield new
        refuse_taken(target)
        _swap(new, target, work / "old")
    except OSError as error:
        raise unwritable(target, error) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _swap(new: Path, target: Path, old: Path) -> None:
    """Put the new folder in its place; if that fails, the old one goes back."""
    if not target.exists():
        new.rename(target)
        return
    target.rename(old)
    try:
        new.rename(target)
    except OSError:
        old.rename(target)
        raise


def refuse_taken(target: Path) -> None:
    """Let only an absent or empty folder pass, or one that is as a build left it.

    Raises:
        KhabarError: naming what stands in the way.
    """
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise KhabarError(f"{target}: something that is no folder stands here")
    try:
        taken = target.is_dir() and any(target.iterdir())
    except OSError as error:
        raise unwritable(target, error) from error
    if not taken:
        return
    manifest = read_manifest(target)
    if manifest is None:
        raise KhabarError(
            f"{target}: this folder was not made by `khabar hub build` (it has no {MANIFEST}); "
            "name another, or an empty one"
        )
    found = hashes(target)
    foreign = sorted(name for name in found if found[name] != manifest.files.get(name))
    if foreign:
        raise KhabarError(
            f"{target}: {foreign[0]} was added or changed since the build; move it away first"
        )
