"""Articles that a subcommand was given, and who their annotators are."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

import msgspec

from khabar.adjudication.files import Place, of_several
from khabar.agreement import read_passes
from khabar.model import Article
from khabar.problem import KhabarError
from khabar.store import article_files, is_corpus, read_article, read_articles
from khabar.studio.adjudicating import Proposals
from khabar.studio.annotators import FILE, Pseudonyms
from khabar.studio.client import Client


def pseudonyms(client: Client, home: Path) -> Pseudonyms:
    return Pseudonyms(home / FILE, client.url, client.users())


def articles(paths: list[str]) -> Iterator[Article]:
    for path in paths:
        yield from read_articles(path)


def open_articles(passes: list[str], decisions: Path) -> Iterator[Article]:
    """What is open between passes, as articles."""
    merged = dict(of_several(read_passes([Path(one) for one in passes])))
    yield from Proposals(merged, Place(decisions, decisions)).open()


def corpus_root(corpus: Path) -> Path:
    return corpus if is_corpus(corpus) else corpus.parent


class _Named(msgspec.Struct):
    id: str


class Corpus(Mapping[str, Article]):
    """The articles of a folder by id, each read when it is asked for.

    A file is looked for by its name first, which is the id; all are looked into only when that
    fails, or all ids are asked for.

    Raises:
        KhabarError: if there is no such folder; when it is asked for an article, if its file is
            none.
    """

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            reason = "a file, not a" if folder.exists() else "there is no such"
            raise KhabarError(f"{folder}: {reason} folder of articles")
        found = article_files(folder, passes=False)
        self._paths = [path for path in found if path.suffix == ".json"]
        self._likely = {path.stem: path for path in self._paths}

    @cached_property
    def files(self) -> dict[str, Path]:
        """The file of each article by its id."""
        return {_name(path): path for path in self._paths}

    def __getitem__(self, name: str) -> Article:
        likely = self._likely.get(name)
        article = None if likely is None else read_article(likely)
        return article if article and article.id == name else read_article(self.files[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self.files)

    def __len__(self) -> int:
        return len(self.files)


def _name(path: Path) -> str:
    try:
        return msgspec.json.decode(path.read_bytes(), type=_Named).id
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return read_article(path).id
