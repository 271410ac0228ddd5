"""Where articles of a release are asked for: a folder, or ``owner/name@tag`` on the hub."""

import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from khabar.hub.client import HubError, Remote
from khabar.hub.manifest import MANIFEST
from khabar.hub.release import Release
from khabar.hub.version import last_version, tag_of
from khabar.model import Article
from khabar.problem import KhabarError
from khabar.store import read_articles

_ADDRESS = re.compile(r"(?P<name>[\w.-]+(?:/[\w.-]+)?)(?:@(?P<revision>[^@\s]+))?")


class Address(Struct, frozen=True):
    """A dataset on the hub.

    Attributes:
        name: as ``owner/name``.
        revision: a tag, branch or commit; None for the last release.
    """

    name: str
    revision: str | None = None


def address(text: str) -> Address:
    """The dataset that ``owner/name`` or ``owner/name@tag`` names.

    Raises:
        KhabarError: if it names none.

    Example:
        >>> address("alice/news@v1.2.0")
        Address(name='alice/news', revision='v1.2.0')
    """
    found = _ADDRESS.fullmatch(text)
    if found is None:
        raise KhabarError(f"{text!r} names no dataset; write owner/name or owner/name@v1.2.0")
    return Address(found["name"], found["revision"])


def is_address(source: str | Path) -> bool:
    """Whether a source is on the hub: nothing here has that name, and it has a tag.

    Without a tag ``a/b`` is a path that does not exist, a slip of the keys more often than not.

    Example:
        >>> is_address("alice/news@v1.2.0"), is_address("alice/news")
        (True, False)
    """
    found = _ADDRESS.fullmatch(str(source))
    return bool(found and found["revision"]) and not Path(source).exists()


def fetch(where: Address) -> Release:
    """A release as the hub has it, in the cache of the hub's client, compared with its manifest.

    Raises:
        KhabarError: if it cannot be had, or is not what its manifest says.
    """
    remote = Remote(where.name)
    revision = where.revision or _last(remote)
    remote.refuse_foreign(revision)
    release = Release(remote.download(revision), f"{where.name}@{revision}")
    release.verify()
    return release


def _last(remote: Remote) -> str:
    """The tag of the last release.

    Raises:
        HubError: if there is none.
    """
    tags = remote.state().tags
    last = last_version(tags)
    if last is None:
        raise HubError(f"{remote.name} has no release (a tag such as v1.2.0); name a revision")
    return tag_of(last)


def is_release(source: str | Path) -> bool:
    """Whether a source is a built dataset, here or on the hub."""
    return is_address(source) or (Path(source) / MANIFEST).is_file()


def released_articles(source: str | Path) -> Iterator[Article]:
    """Yield the articles of a built dataset sorted by id; of a corpus those that it would release.

    Args:
        source: a folder of ``khabar hub build``, ``owner/name@tag``, or what `read_articles` takes,
            of which passes are left out.

    Raises:
        KhabarError: if it cannot be had or read.
    """
    if is_address(source):
        release = fetch(address(str(source)))
    elif is_release(source):
        release = Release(Path(source))
    else:
        yield from read_articles(source)
        return
    for _split, article in release.sorted_articles():
        yield article
