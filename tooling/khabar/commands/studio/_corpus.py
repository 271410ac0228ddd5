"""Articles that a subcommand was given, and who their annotators are."""

from collections.abc import Iterator
from pathlib import Path

from khabar.model import Article
from khabar.problem import KhabarError
from khabar.store import article_files, read_article, read_articles
from khabar.studio.annotators import FILE, Pseudonyms
from khabar.studio.client import Client


def pseudonyms(client: Client, home: Path) -> Pseudonyms:
    return Pseudonyms(home / FILE, client.url, client.users())


def articles(paths: list[str]) -> Iterator[Article]:
    for path in paths:
        # Of a corpus the articles go out, not the passes on them.
        inner = Path(path) / "articles"
        yield from read_articles(inner if inner.is_dir() else path)


def corpus_root(corpus: Path) -> Path:
    return corpus if (corpus / "articles").is_dir() else corpus.parent


def known_articles(corpus: Path) -> tuple[dict[str, Path], dict[str, Article]]:
    """The corpus's articles and their files, by id."""
    if not corpus.is_dir():
        raise KhabarError(f"{corpus}: there is no such folder of articles")
    inner = corpus / "articles"
    files: dict[str, Path] = {}
    known: dict[str, Article] = {}
    for path in article_files(inner if inner.is_dir() else corpus):
        if path.suffix == ".json":
            article = read_article(path)
            files[article.id], known[article.id] = path, article
    return files, known
