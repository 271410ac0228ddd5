"""What changed between any two sources of articles, releases among them."""

from collections.abc import Iterator
from pathlib import Path

from khabar.diff import Difference
from khabar.diff import diff as between_files
from khabar.hub.source import is_release, released_articles


def diff(before: str | Path, after: str | Path) -> Iterator[Difference]:
    """Yield what changed from one source to another.

    A source is a file, folder or JSONL file of articles, a folder of ``khabar hub build``, or
    ``owner/name@tag`` on the hub. Where one of the two is a release, the passes of a corpus are
    left out, for no release has them.

    Raises:
        KhabarError: with the place, at the first document that is not an article; or if a release
            cannot be had, or is not what it says it is.
        MissingExtraError: if a release is named and pyarrow or the hub's client is not installed.
    """
    if is_release(before) or is_release(after):
        return between_files(before, after, read=released_articles)
    return between_files(before, after)
