"""The corpus's own form: a folder with one article a file in canonical form."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from khabar.formats._format import LossReport, Report, ignore
from khabar.model import Article
from khabar.problem import KhabarError
from khabar.store import read_articles, write_article

NAME = "articles"
SUFFIXES = (".json",)
SUMMARY = "a folder with one article a file, or one such file"
LOSES: frozenset[str] = frozenset()


def read(source: Path, report: Report = ignore) -> Iterator[Article]:  # noqa: ARG001
    """Yield the articles of a folder or a file.

    Raises:
        KhabarError: with the place, at the first document that is not an article.
    """
    return read_articles(source)


def write(articles: Iterable[Article], target: Path) -> LossReport:
    """Write each article to ``target/<id>.json``, or the only one to ``target`` if it ends so.

    Files of other articles in the folder stay.

    Raises:
        KhabarError: if a file cannot be written, two articles share an id, or several articles
            are to go into one file.
    """
    seen: set[str] = set()
    for article in articles:
        if article.id in seen:
            raise KhabarError(
                f"{target}: two articles have the id {article.id}; a folder holds one file an id;"
                " with --to passes every annotator gets a folder"
            )
        if seen and target.suffix == ".json":
            raise KhabarError(f"{target}: one file holds one article; name a folder or a .jsonl")
        seen.add(article.id)
        one_file = target.suffix == ".json"
        write_article(target if one_file else target / f"{article.id}.json", article)
    return LossReport(articles=len(seen))
