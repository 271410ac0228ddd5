"""``khabar.check``: what is wrong with the articles of some sources, as a stream."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path

from khabar.problem import Finding, Severity
from khabar.rules._cache import kept
from khabar.rules._findings import Stream
from khabar.rules._reading import MAX_BYTES
from khabar.rules._run import Checker
from khabar.rules._workers import passed, pieces


def check(
    source: str | Path,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severities: Mapping[str, Severity] | None = None,
    max_bytes: int = MAX_BYTES,
    workers: int = 1,
    cache: Path | None = None,
) -> Stream:
    """What is wrong with the articles of a file, a folder, a dataset or ``-``, as it is found.

    Args:
        source: where the articles are: JSON, JSONL or Parquet, a corpus, a folder.
        select: codes, beginnings of codes, or names of rules; all when empty.
        ignore: the same, left out.
        severities: severity by code, beginning of a code or name, in place of the rule's own.
        max_bytes: documents longer than this are not read.
        workers: how many processes check; the findings and their order are the same.
        cache: a folder in which to keep what was found, so that articles that have not changed
            are not checked again.

    Raises:
        KhabarError: if the source is missing or cannot be read, or a word names no rule.
    """
    checker = Checker(select=select, ignore=ignore, severities=severities, max_bytes=max_bytes)
    return Stream(_found(checker, source, workers, cache))


def _found(
    checker: Checker, source: str | Path, workers: int, folder: Path | None
) -> Iterator[Finding]:
    with kept(folder, checker.about) if folder else nullcontext() as cache:
        yield from passed(checker, pieces([source]), workers=workers, cache=cache)
    yield from checker.finish()
