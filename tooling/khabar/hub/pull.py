"""A published dataset back to a corpus: articles equal to those that were published."""

from pathlib import Path

from msgspec import Struct

from khabar.hub.place import replacing_folder
from khabar.hub.release import Release
from khabar.hub.source import address, fetch
from khabar.problem import KhabarError
from khabar.store import unwritable, write_article, write_bytes

_WRITTEN_BY_HAND = ("LICENSE", "guidelines/")


class Pulled(Struct, frozen=True):
    """What was brought back.

    Attributes:
        release: its name, as ``owner/name@v1.2.0``.
        articles: how many articles each split has.
    """

    release: str
    articles: dict[str, int]


def pull(source: str, out: str | Path) -> Pulled:
    """Bring a published dataset back to a folder of articles and splits.

    Every file is compared with the manifest, and the articles with its digests, before the folder
    is there.

    Args:
        source: ``owner/name``, its last release, or ``owner/name@tag``.
        out: the folder; it must be absent or empty.

    Raises:
        KhabarError: if the dataset cannot be had, is not what it says it is, or the folder is
            taken.
    """
    target = Path(out)
    _refuse_taken(target)
    release = fetch(address(source))
    with replacing_folder(target) as folder:
        for split in release.manifest.articles:
            _write_split(release, split, folder)
        for path in release.manifest.files:
            if path.startswith(_WRITTEN_BY_HAND):
                write_bytes(folder / path, (release.folder / path).read_bytes())
    return Pulled(release=release.name, articles=release.manifest.articles)


def _write_split(release: Release, split: str, folder: Path) -> None:
    ids = []
    for article in release.articles(split):
        write_article(folder / "articles" / f"{article.id}.json", article)
        ids.append(article.id)
    listed = "".join(f"{name}\n" for name in ids)
    write_bytes(folder / "splits" / f"{split}.txt", listed.encode())


def _refuse_taken(target: Path) -> None:
    """Let only an absent or empty folder pass.

    Raises:
        KhabarError: if there is something in it.
    """
    try:
        taken = target.exists() and (not target.is_dir() or any(target.iterdir()))
    except OSError as error:
        raise unwritable(target, error) from error
    if taken:
        raise KhabarError(f"{target}: there is something here already; name an empty folder")
