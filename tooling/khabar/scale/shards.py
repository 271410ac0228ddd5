"""Shards of a corpus: JSONL files anywhere that fsspec reaches."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from khabar.problem import KhabarError, MissingExtraError
from khabar.store import ARTICLES


def _fsspec() -> Any:  # noqa: ANN401 - needs an extra
    """The library that reaches them.

    Raises:
        MissingExtraError: if it is not installed.
    """
    try:
        import fsspec
    except ModuleNotFoundError as error:
        raise MissingExtraError("reading shards", "scale") from error
    return fsspec


def shards(source: str) -> list[str]:
    """The JSONL files under a folder, or one itself, sorted; ``.jsonl.gz`` and the like as well.

    Of a corpus those of its articles, not of the passes over them.

    Raises:
        KhabarError: if there are none, or the place cannot be reached.
        MissingExtraError: if fsspec is not installed.
    """
    fsspec = _fsspec()
    try:
        system, path = fsspec.core.url_to_fs(source)
        inside = f"{path.rstrip('/')}/{ARTICLES}"
        folder = inside if system.isdir(inside) else path.rstrip("/")
        found = [path] if system.isfile(path) else system.glob(f"{folder}/**/*.jsonl*")
    except (OSError, ValueError, ImportError) as error:
        raise KhabarError(f"{source}: cannot be reached: {error}") from error
    if not found:
        raise KhabarError(f"{source}: there are no shards (*.jsonl) there")
    if "file" in _protocols(system):
        return sorted(str(Path(source) / Path(one).relative_to(path)) for one in found)
    return sorted(system.unstrip_protocol(one) for one in found)


def _protocols(system: Any) -> tuple[str, ...]:  # noqa: ANN401 - needs an extra
    return (system.protocol,) if isinstance(system.protocol, str) else tuple(system.protocol)


@contextlib.contextmanager
def at_hand(shard: str) -> Iterator[Path]:
    """A shard as a file of this machine: itself, or a copy for as long as the block lasts.

    Raises:
        KhabarError: if it cannot be read.
    """
    if Path(shard).suffix == ".jsonl" and Path(shard).is_file():
        yield Path(shard)
        return
    with tempfile.TemporaryDirectory(prefix="khabar-") as folder:
        copy = Path(folder) / Path(shard).name.partition(".jsonl")[0]
        copy = copy.with_name(f"{copy.name}.jsonl")
        try:
            with _fsspec().open(shard, "rb", compression="infer") as stream, copy.open("wb") as to:
                shutil.copyfileobj(stream, to)
        except (OSError, ValueError, ImportError) as error:
            raise KhabarError(f"{shard}: cannot be read: {error}") from error
        yield copy
