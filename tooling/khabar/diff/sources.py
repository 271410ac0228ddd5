"""What changed between two files, folders or JSONL files of articles."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from khabar.diff.compare import Change, changes
from khabar.model import Article
from khabar.store import line, read_articles

Read = Callable[[str | Path], Iterable[Article]]


class Difference(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What changed in one article.

    Attributes:
        article: its id.
        annotator: whose pass it is, where several annotators have one.
        state: ``added`` or ``removed`` as a whole, or ``changed``.
        changes: the changes, for ``changed``.
    """

    article: str
    state: str
    annotator: str = ""
    changes: tuple[Change, ...] = ()


def compare(before: Iterable[Article], after: Iterable[Article]) -> Iterator[Difference]:
    """Yield the differences between two sets of articles, in the order of the newer one.

    Articles are matched by id; where one has several passes, by annotator as well. The older set
    is held in memory as bytes.
    """
    old: dict[str, dict[str, bytes]] = defaultdict(dict)
    for article in before:
        old[article.id][_annotator(article)] = line(article)
    for article in after:
        passes = old.get(article.id, {})
        found = passes.pop(_annotator(article), None)
        if found is None and len(passes) == 1:
            found = passes.popitem()[1]
        if difference := _between(found, article):
            yield difference
    for name, passes in old.items():
        for annotator in passes:
            yield Difference(article=name, annotator=annotator, state="removed")


def _annotator(article: Article) -> str:
    origin = article.origin
    return origin.name or "" if origin and origin.kind == "human" else ""


def _between(found: bytes | None, article: Article) -> Difference | None:
    annotator = _annotator(article)
    if found is None:
        return Difference(article=article.id, annotator=annotator, state="added")
    if found == line(article):
        return None
    before = msgspec.json.decode(found, type=Article)
    changed = tuple(changes(before, article))
    if not changed:
        return None
    return Difference(article=article.id, annotator=annotator, state="changed", changes=changed)


def diff(
    before: str | Path, after: str | Path, *, read: Read = read_articles
) -> Iterator[Difference]:
    """Yield what changed from one file, folder or JSONL file to another.

    Args:
        before: the older source.
        after: the newer one.
        read: yields the articles of a source.

    Raises:
        KhabarError: with the place, at the first document that is not an article.
    """
    return compare(read(before), read(after))
