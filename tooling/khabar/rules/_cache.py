"""What was found in articles before: an article that is known is not checked again.

An article is known by the digest of its bytes. What was found depends on the program as well, so a
file of the cache belongs to one state of khabar's own code and schema and one set of rules;
whatever changes there opens another. Only documents that are articles are kept, with the findings
that they have by themselves: the rules on the whole corpus are asked each time.

A file is read once and replaced as a whole, so that runs beside each other cannot damage it: the
last one to end wins. One that is damaged all the same counts as none.
"""

import hashlib
import platform
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import chain
from pathlib import Path, PurePath

import msgspec

from khabar.problem import Finding
from khabar.schema import source_files
from khabar.store import STDIN_NAME, Document, replacing, unwritable

_MAGIC = b"khabar check 1\n"
_KEY = 16
_DIGEST = 32
_MOST = 200_000
"""So many articles are kept in a file: those of the last run, then the most recent others."""
_MOST_BYTES = 64_000_000
"""So many bytes of findings."""
_FILES = 4
"""So many files: one for each set of rules that somebody uses in turn."""
_ROOMS = ("problem.py", "text", "model.py", "schema", "store", "rules")

_Body = tuple[bytes, dict[bytes, bytes]]
_encode = msgspec.msgpack.Encoder().encode
_decode_body = msgspec.msgpack.Decoder(_Body).decode
_decode_findings = msgspec.msgpack.Decoder(list[Finding]).decode


class Cache:
    """The articles that were checked before, of one state of khabar and one set of rules.

    Args:
        folder: where the files lie; it is made when something is kept.
        about: what the findings depend on besides the program.

    Attributes:
        used: the keys of the known articles that this run has met.
        new: findings by key, encoded, that this run has added.
    """

    def __init__(self, folder: Path, about: bytes) -> None:
        name = hashlib.sha256(_program() + about).hexdigest()[:_KEY]
        self._file = folder / f"{name}.cache"
        self._clean, self._found = _read(self._file)
        self.used: dict[bytes, None] = {}
        self.new: dict[bytes, bytes] = {}

    def key(self, document: Document) -> bytes | None:
        """What an article is known by; None for one that is not kept."""
        if document.file == STDIN_NAME:
            return None
        digest = hashlib.sha256(document.data)
        if not document.in_lines:
            digest.update(b"\0" + PurePath(document.file).name.encode("utf-8", "surrogateescape"))
        return digest.digest()[:_KEY]

    def known(self, key: bytes, document: Document) -> list[Finding] | None:
        """What was found in an article; None if it is not known."""
        if key in self._clean:
            self.used[key] = None
            return []
        kept = self._found.get(key)
        if kept is None:
            return None
        self.used[key] = None
        return [_moved(one, document.file, document.line - 1) for one in _decode_findings(kept)]

    def keep(self, key: bytes, document: Document, found: list[Finding]) -> None:
        """Remember what was found in an article by itself."""
        away = [_moved(one, "", 1 - document.line) for one in found]
        self.new[key] = _encode(away) if away else b""

    def take(self, used: bytes, new: dict[bytes, bytes]) -> None:
        """Take over what another process has met and added.

        Args:
            used: keys, one behind the other.
            new: as `new`.
        """
        self.used.update(dict.fromkeys(_keys(used)))
        self.new.update(new)

    def save(self) -> None:
        """Write down what is new; the articles of this run stay longest.

        Raises:
            OSError: if the folder cannot be written.
        """
        if self.new:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            body = _encode(self._kept())
            ignore = self._file.parent / ".gitignore"
            if not ignore.exists():
                ignore.write_text("# made by khabar check\n*\n", encoding="utf-8")
            with replacing(self._file) as stream:
                stream.write(_MAGIC + hashlib.sha256(body).digest() + body)
            _remove_old(self._file.parent)
        elif self.used:
            self._file.touch()

    def _kept(self) -> _Body:
        clean: list[bytes] = []
        found: dict[bytes, bytes] = {}
        room = _MOST_BYTES
        for key in dict.fromkeys(chain(self.new, self.used, self._clean, self._found)):
            value = self.new.get(key, self._found.get(key, b""))
            room -= len(value)
            if room < 0 or len(clean) + len(found) == _MOST:
                break
            if value:
                found[key] = value
            else:
                clean.append(key)
        return b"".join(clean), found


@contextmanager
def kept(folder: Path, about: bytes, *, asked: bool = True) -> Iterator[Cache]:
    """A cache for a run, written down when the run ends, even if it breaks off.

    Args:
        folder: where it lies.
        about: as for `Cache`.
        asked: whether the user asked for it there, so that it must be possible.

    Raises:
        KhabarError: if it was asked for and cannot be written.
    """
    cache = Cache(folder, about)
    try:
        yield cache
    finally:
        try:
            cache.save()
        except OSError as error:
            if asked:
                raise unwritable(folder, error) from error


def _read(file: Path) -> tuple[dict[bytes, None], dict[bytes, bytes]]:
    """What a file of the cache holds; nothing if it is not there or damaged."""
    try:
        data = file.read_bytes()
    except OSError:
        return {}, {}
    digest, body = data[len(_MAGIC) :][:_DIGEST], data[len(_MAGIC) + _DIGEST :]
    if not data.startswith(_MAGIC) or hashlib.sha256(body).digest() != digest:
        return {}, {}
    clean, found = _decode_body(body)
    return dict.fromkeys(_keys(clean)), found


def _keys(joined: bytes) -> Iterator[bytes]:
    return (joined[at : at + _KEY] for at in range(0, len(joined), _KEY))


def _remove_old(folder: Path) -> None:
    """Leave the files that were used last; another run may have removed one before us."""
    aged = {}
    for file in folder.glob("*.cache"):
        try:
            aged[file] = file.stat().st_mtime_ns
        except FileNotFoundError:
            continue
    for file in sorted(aged, key=aged.__getitem__, reverse=True)[_FILES:]:
        file.unlink(missing_ok=True)


def _moved(finding: Finding, file: str, lines: int) -> Finding:
    place = finding.place
    if place is None:
        return finding
    there = msgspec.structs.replace(
        place, file=file, line=place.line + lines, end_line=place.end_line + lines
    )
    return msgspec.structs.replace(finding, place=there)


@cache
def _program() -> bytes:
    """A digest of the code that finds, the schema it goes by, and the characters it knows."""
    package = Path(__file__).parents[1]
    code = [file for room in _ROOMS for file in _sources(package / room)]
    digest = hashlib.sha256(f"{platform.python_version()} {unicodedata.unidata_version}".encode())
    for file in (*code, *source_files()):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.digest()


def _sources(room: Path) -> list[Path]:
    return sorted(room.glob("*.py")) if room.is_dir() else [room]
