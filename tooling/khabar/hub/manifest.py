"""What a build made: every file with its hash, every table with a digest of its rows.

Hashes of Parquet files hold for one release of pyarrow; digests of rows hold for all.
"""

import hashlib
from pathlib import Path

import msgspec
from msgspec import Struct

from khabar.problem import KhabarError

MANIFEST = "manifest.json"
MADE_BY = "khabar hub build"


class Table(Struct, frozen=True, kw_only=True):
    """One split of one configuration.

    Attributes:
        rows: how many there are.
        digest: SHA-256 over the rows as canonical JSON lines, sorted by article.
        size: bytes of those lines.
    """

    rows: int
    digest: str
    size: int


class Tally:
    """A table while its rows go by.

    Example:
        >>> Tally().table().digest
        'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    """

    def __init__(self) -> None:
        self._size = 0
        self._rows = 0
        self._hash = hashlib.sha256()

    def add(self, row: bytes) -> None:
        """Take in a row, without or with its line end."""
        line = row.rstrip(b"\n") + b"\n"
        self._rows += 1
        self._size += len(line)
        self._hash.update(line)

    def table(self) -> Table:
        """What went by."""
        digest = f"sha256:{self._hash.hexdigest()}"
        return Table(rows=self._rows, size=self._size, digest=digest)


class Manifest(Struct, frozen=True, kw_only=True):
    """The content of ``manifest.json``.

    Attributes:
        made_by: the command.
        schema: version of the schema of the articles.
        versions: of khabar and of pyarrow, which the bytes depend on.
        articles: how many each split has.
        tables: by configuration, then by split.
        files: SHA-256 of every other file by its path.
    """

    made_by: str
    schema: str
    versions: dict[str, str]
    articles: dict[str, int]
    tables: dict[str, dict[str, Table]]
    files: dict[str, str]


def dumps(manifest: Manifest) -> bytes:
    """The bytes of the manifest's file."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n"


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder, None where there is none that a build wrote."""
    try:
        found = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError):
        return None
    return found if found.made_by == MADE_BY else None


def hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file under a folder but the manifest, by path, sorted.

    Raises:
        KhabarError: if a file cannot be read.
    """
    files = sorted(one for one in folder.rglob("*") if not one.is_dir() or one.is_symlink())
    return {
        one.relative_to(folder).as_posix(): _hash(one) for one in files if one != folder / MANIFEST
    }


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise KhabarError(f"{path}: cannot be read: {reason}") from error
