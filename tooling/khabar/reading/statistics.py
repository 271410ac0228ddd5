"""What a corpus holds, wherever it is."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Literal, get_args

from khabar.census import (
    LABELS,
    METADATA,
    Census,
    Difference,
    Statistics,
    differences,
    pinned,
    read_census,
    subjects_of,
    write_census,
)
from khabar.formats import Report, reader_of
from khabar.hub.release import Release
from khabar.hub.source import address, fetch, is_address, is_release
from khabar.model import Article
from khabar.problem import Finding, KhabarError
from khabar.splitting import read_lists
from khabar.store import STDIN, contents, contents_files, is_corpus, parse, read_articles

By = Literal["split", "status", "language", "publisher", "author", "genre", "topic", "month"]
"""By what articles can be grouped; ``topic`` is the widest topic of their main one."""

_Counted = Iterator[tuple[Article, str | None]]
"""Articles, each with its split: "" for none, None where splits are not known."""


def stats(*sources: str | Path, by: By | None = None) -> Statistics:
    """Count what is in some sources: labels, lengths, nesting, speakers.

    One article is in memory at a time; what grows is the number of different names. An article
    that is there twice counts twice. Of a corpus the articles count, not the passes.

    Args:
        sources: files, folders, ``-``, built datasets, or releases as ``owner/name@tag``.
        by: count articles by this as well, each group by itself.

    Raises:
        KhabarError: if a source cannot be read or holds no article, at the first that is none, or
            if articles are to be grouped by split and no source has splits.

    Example:
        >>> found = stats("examples/first-article.json")
        >>> found.whole.of("mentions"), found.whole.words
        ({'DATE': 1, 'ORG': 1, 'PER': 1, 'ROLE': 1}, 10)
    """
    if not sources:
        raise KhabarError("name what to count: a file, a folder, - or a dataset")
    if by is not None and by not in get_args(By):
        raise KhabarError(f"articles cannot be grouped by {by!r}; by {', '.join(get_args(By))}")
    remarks: Counter[str] = Counter()
    whole, groups = Census(), dict[str, Census]()
    for source in sources:
        before = whole.articles
        for article, split in _articles(source, remarks):
            whole.add(article, split)
            if by is not None:
                groups.setdefault(_group(article, split, by), Census()).add(article, split)
        if whole.articles == before:
            raise KhabarError(f"{source}: there are no articles in it")
    if by == "split" and "splits" not in whole.counts:
        raise KhabarError("there are no splits: neither a corpus with lists nor a built dataset")
    return Statistics(whole=whole, by=by, groups=dict(sorted(groups.items())), remarks=remarks)


def _group(article: Article, split: str | None, by: By) -> str:
    if by == "split":
        return split or ""
    subject = "topics" if by == "topic" else by
    return next(iter(LABELS[subject](article)), "")


def _articles(source: str | Path, remarks: Counter[str]) -> _Counted:
    if is_address(source):
        return _released(fetch(address(str(source))))
    path = Path(source)
    if str(source) == STDIN:
        found = read_articles(STDIN)
    elif is_release(path):
        return _released(Release(path))
    elif is_corpus(path):
        return _of_corpus(path)
    elif path.is_dir():
        found = map(parse, chain.from_iterable(map(contents, contents_files(path, passes=False))))
    else:
        found = _of_file(path, remarks)
    return ((article, None) for article in found)


def _of_file(path: Path, remarks: Counter[str]) -> Iterator[Article]:
    """The articles of a file in any form; every error names the file."""
    try:
        yield from reader_of(path).read(path, _remarked(remarks))
    except KhabarError as error:
        if str(path) in str(error):
            raise
        raise KhabarError(f"{path}: {error}", pointer=error.pointer, code=error.code) from error


def _remarked(remarks: Counter[str]) -> Report:
    def report(finding: Finding) -> None:
        remarks[f"{finding.code} {finding.message}"] += 1

    return report


def _released(release: Release) -> _Counted:
    for split in release.manifest.articles:
        for article in release.articles(split):
            yield article, split


def _of_corpus(corpus: Path) -> _Counted:
    lists = read_lists(corpus / "splits")
    split_of = {name: split for split, names in lists.items() for name in names}
    for article in read_articles(corpus):
        yield article, split_of.get(article.id, "") if lists else None


def pin(corpus: str | Path) -> list[Difference]:
    """Write into a corpus's metadata.json what its articles hold; only ``census`` changes there.

    Returns:
        The numbers that were different.

    Raises:
        KhabarError: if it is no corpus, has no metadata, or an article cannot be read.
    """
    folder = Path(corpus)
    if not is_corpus(folder):
        raise KhabarError(f"{folder}: this is no corpus: it has no folder articles/")
    file = folder / METADATA
    stated = read_census(file)
    census = Census(subjects=subjects_of())
    for article in read_articles(folder):
        census.add(article)
    numbers = pinned(census)
    write_census(file, numbers)
    return list(differences(stated, numbers))
