"""Where large files are: by SHA-256 in memory (LFS), or in a folder written by hf-xet."""

import hashlib
import struct
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from hub.loopback.repository import File, RefusedError

_RECORD = 48
_VERIFIED, _HAS_SHA = 1 << 31, 1 << 30


class Storage:
    """Large files of all repositories.

    Args:
        xet: folder of the Xet store; without it only LFS is spoken.
        part_size: files larger than this are sent in parts.
    """

    def __init__(self, xet: Path | None = None, part_size: int | None = None) -> None:
        self.xet = xet
        self.part_size = part_size
        self.objects: dict[str, bytes] = {}
        self._parts: dict[tuple[str, int], bytes] = {}
        self._lock = threading.Lock()

    def put(self, oid: str, data: bytes) -> None:
        if hashlib.sha256(data).hexdigest() != oid:
            raise RefusedError(400, "the content does not have this SHA-256")
        self.objects[oid] = data

    def put_part(self, oid: str, number: int, data: bytes) -> None:
        self._parts[oid, number] = data

    def complete(self, oid: str) -> None:
        """Put the parts of a file together."""
        found = sorted(key for key in self._parts if key[0] == oid)
        self.put(oid, b"".join(self._parts.pop(key) for key in found))

    def file(self, oid: str, size: int | None) -> File:
        """The file that a commit points to."""
        if oid in self.objects:
            return File.large(oid, len(self.objects[oid]), None)
        for sha, xet in _stored(self.xet) if self.xet else ():
            if sha == oid:
                return File.large(oid, size or 0, xet)
        raise RefusedError(400, "Your push was rejected: an LFS pointer points to no file")

    def read(self, file: File) -> bytes:
        """The content of a file."""
        if file.data is not None:
            return file.data
        if file.lfs not in self.objects:
            self.objects[str(file.lfs)] = self._fetch(file)
        return self.objects[str(file.lfs)]

    def _fetch(self, file: File) -> bytes:
        """Read from the Xet store for clients that do not speak it."""
        import hf_xet

        with self._lock, tempfile.TemporaryDirectory() as folder:
            target = f"{folder}/file"
            soon = int(time.time()) + 3600
            session = hf_xet.XetSession()
            with session.new_file_download_group(
                endpoint=f"local://{self.xet}", token="none", token_expiry_unix_secs=soon
            ) as group:
                group.start_download_file(hf_xet.XetFileInfo(file.xet, file.size), target)
            return Path(target).read_bytes()


def _stored(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield SHA-256 and Xet name of what the store has, from its shards.

    After a header of one record come files: a record with name, flags and a count of segments,
    their records (twice if verified), and one more with the SHA-256.
    """
    for shard in folder.rglob("*.mdb"):
        data, at = shard.read_bytes(), _RECORD
        while at + _RECORD <= len(data) and data[at : at + 32] != b"\xff" * 32:
            name = data[at : at + 32]
            flags, segments = struct.unpack("<II", data[at + 32 : at + 40])
            at += _RECORD * (1 + segments * (2 if flags & _VERIFIED else 1))
            if flags & _HAS_SHA:
                yield _hex(data[at : at + 32]), _hex(name)
                at += _RECORD


def _hex(raw: bytes) -> str:
    """Hashes are four little-endian numbers."""
    return "".join(f"{number:016x}" for number in struct.unpack("<4Q", raw))
