"""A corpus of passes: what each annotator said of an article, in a folder of their own."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec.structs import replace

from khabar.formats._format import Loss, LossReport, Report, ignore
from khabar.model import Article
from khabar.problem import KhabarError
from khabar.store import article_files, read_articles, write_article

NAME = "passes"
SUFFIXES = (".passes",)
SUMMARY = "a folder with passes/ANNOTATOR/ID.json, and articles/ID.json of what nobody signed"
LOSES: frozenset[str] = frozenset()


def read(source: Path, report: Report = ignore) -> Iterator[Article]:  # noqa: ARG001
    """Yield the articles of a corpus, then the passes.

    Raises:
        KhabarError: with the place, at the first document that is not an article.
    """
    for file in article_files(source) if source.is_dir() else [source]:
        yield from read_articles(file)


def write(articles: Iterable[Article], target: Path) -> LossReport:
    """Write what annotators made to a folder each.

    What no annotator signed is written to ``articles/``. A second annotation of one article by one
    annotator goes to ``ANNOTATOR-2``. Skipped tasks are no annotations: they are left out, and
    counted as lost. Other files in the folder stay.

    Raises:
        KhabarError: if a file cannot be written, or one id stands for two texts or articles.
    """
    shelf = _Shelf(target)
    for article in articles:
        shelf.put(article)
    return shelf.report()


class _Shelf:
    def __init__(self, target: Path) -> None:
        self._target = target
        self._texts: dict[str, int] = {}
        self._taken: set[tuple[str, str]] = set()
        self._skipped: list[str] = []
        self._count = 0

    def put(self, article: Article) -> None:
        text = hash(article.text)
        if self._texts.setdefault(article.id, text) != text:
            raise KhabarError(f"{self._target}: two texts have the id {article.id}")
        origin = article.origin
        if origin is None or origin.kind != "human" or not origin.name:
            self._put_whole(article)
        elif _skipped(article):
            self._skipped.append(f"{article.id} by {origin.name}")
        else:
            self._put_pass(article, origin.name)

    def _put_whole(self, article: Article) -> None:
        if (article.id, "") in self._taken:
            raise KhabarError(f"{self._target}: two articles have the id {article.id}")
        self._taken.add((article.id, ""))
        self._write(article, "articles")

    def _put_pass(self, article: Article, name: str) -> None:
        folder, number = name, 1
        while (article.id, folder) in self._taken:
            number += 1
            folder = f"{name}-{number}"
        self._taken.add((article.id, folder))
        if article.origin and folder != name:
            article = replace(article, origin=replace(article.origin, name=folder))
        self._write(article, f"passes/{folder}")

    def _write(self, article: Article, folder: str) -> None:
        write_article(self._target / folder / f"{article.id}.json", article)
        self._count += 1

    def report(self) -> LossReport:
        losses: tuple[Loss, ...] = ()
        if self._skipped:
            shown = tuple(self._skipped[:3])
            losses = (Loss(field="skipped tasks", count=len(self._skipped), examples=shown),)
        return LossReport(articles=self._count, losses=losses)


def _skipped(article: Article) -> bool:
    layer = (article.extra or {}).get("label-studio")
    return isinstance(layer, dict) and bool(layer.get("cancelled"))
