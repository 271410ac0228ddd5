"""What changed between two files, folders or JSONL files of articles."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path

import msgspec
from msgspec import Struct

from khabar.diff.compare import Change, changes
from khabar.model import Article
from khabar.store import is_corpus, line, passes_of, read_articles

Read = Callable[[str | Path], Iterable[Article]]


class Difference(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What changed in one article.

    Attributes:
        article: its id.
        annotator: whose pass it is, where several annotators have one; in a corpus with passes
            "" of the article itself.
        state: ``added`` or ``removed`` as a whole, or ``changed``.
        changes: the changes, for ``changed``.
    """

    article: str
    state: str
    annotator: str = ""
    changes: tuple[Change, ...] = ()


def compare(
    before: Iterable[Article], after: Iterable[Article], *, annotator: str | None = None
) -> Iterator[Difference]:
    """Yield the differences between two sets of articles, in the order of the newer one.

    Articles are matched by id; where one has several passes, by annotator as well. The older set
    is held in memory as bytes.

    Args:
        before: the older articles.
        after: the newer ones.
        annotator: whose they all are, "" for nobody's; each says it itself if None.
    """
    old: dict[str, dict[str, bytes]] = defaultdict(dict)
    for article in before:
        old[article.id][_annotator(article, annotator)] = line(article)
    for article in after:
        passes = old.get(article.id, {})
        whose = _annotator(article, annotator)
        found = passes.pop(whose, None)
        if found is None and len(passes) == 1:
            found = passes.popitem()[1]
        if difference := _between(found, article, whose):
            yield difference
    for name, passes in old.items():
        for whose in passes:
            yield Difference(article=name, annotator=whose, state="removed")


def _annotator(article: Article, known: str | None) -> str:
    if known is not None:
        return known
    origin = article.origin
    return origin.name or "" if origin and origin.kind == "human" else ""


def _between(found: bytes | None, article: Article, annotator: str) -> Difference | None:
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

    Of two corpora the articles are compared, then the passes of each annotator. Beside anything
    else the passes of a corpus are left out.

    Args:
        before: the older source.
        after: the newer one.
        read: yields the articles of a source.

    Raises:
        KhabarError: with the place, at the first document that is not an article.
    """
    old, new = passes_of(Path(before)), passes_of(Path(after))
    several = is_corpus(Path(before)) and is_corpus(Path(after)) and bool(old or new)
    yield from compare(read(before), read(after), annotator="" if several else None)
    if not several:
        return
    for who in sorted(old.keys() | new.keys()):
        both = [chain.from_iterable(map(read, one.get(who, ()))) for one in (old, new)]
        yield from compare(*both, annotator=who)
