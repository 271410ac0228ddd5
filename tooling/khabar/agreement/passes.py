"""Passes of annotators on the same articles: a folder each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from khabar.agreement.comparison import Comparison
from khabar.model import Article
from khabar.problem import KhabarError
from khabar.store import PASSES, is_corpus, passes_of, read_articles

Passes = Mapping[str, Mapping[str, Article]]
"""Annotators, and their articles by id."""


def read_passes(folders: Sequence[Path]) -> Passes:
    """Read folders of passes; an annotator is called as her folder.

    One folder that holds nothing but folders, as ``corpus/passes`` does, stands for these; a corpus
    for those in its ``passes/``.

    Raises:
        KhabarError: if there are fewer than two annotators, two folders of one name, no article in
            a folder, an article twice in it, or a file that is no article.
    """
    found: dict[str, dict[str, Article]] = {}
    for folder in _unfolded(folders):
        if folder.name in found:
            raise KhabarError(f"two folders are called {folder.name}; annotators need other names")
        found[folder.name] = _articles(folder)
    if len(found) < 2:
        what = f"only the passes of {next(iter(found))}" if found else "no passes"
        raise KhabarError(f"agreement takes two annotators; there are {what}")
    return found


def _unfolded(folders: Sequence[Path]) -> list[Path]:
    if len(folders) == 1 and is_corpus(folders[0]):
        return [folders[0] / PASSES / who for who in passes_of(folders[0]) if who]
    if len(folders) == 1 and folders[0].is_dir():
        inner = sorted(one for one in folders[0].iterdir() if one.is_dir())
        if inner and not any(one.suffix in (".json", ".jsonl") for one in folders[0].iterdir()):
            return inner
    return list(folders)


def _articles(folder: Path) -> dict[str, Article]:
    found: dict[str, Article] = {}
    for article in read_articles(folder):
        if article.id in found:
            raise KhabarError(f"{folder}: the article {article.id} is there twice")
        found[article.id] = article
    return found


def only(passes: Passes, articles: Iterable[str]) -> Passes:
    """The passes on some articles.

    Args:
        passes: annotators, and their articles by id.
        articles: which ones.

    Raises:
        KhabarError: if nobody has one of them.
    """
    wanted = set(articles)
    unknown = wanted.difference(*passes.values())
    if unknown:
        raise KhabarError(f"nobody has annotated {', '.join(sorted(unknown))}")
    return {
        who: {name: article for name, article in found.items() if name in wanted}
        for who, found in passes.items()
    }


@dataclass(frozen=True)
class Missing:
    """An article that an annotator has no pass of."""

    article: str
    annotator: str


def comparisons(passes: Passes) -> tuple[list[Comparison], tuple[Missing, ...]]:
    """Every article of two annotators or more, and what somebody has not annotated.

    Raises:
        KhabarError: if two passes on an article have different texts, or no article is in two.
    """
    ids = sorted({name for articles in passes.values() for name in articles})
    missing = tuple(
        Missing(article, who) for article in ids for who in passes if article not in passes[who]
    )
    found = [one for one in map(_Compare(passes), ids) if one is not None]
    if not found:
        raise KhabarError(f"no article is in the passes of two of {', '.join(passes)}")
    return found, missing


@dataclass(frozen=True)
class _Compare:
    passes: Passes

    def __call__(self, article: str) -> Comparison | None:
        who = [name for name, articles in self.passes.items() if article in articles]
        if len(who) < 2:
            return None
        versions = [self.passes[name][article] for name in who]
        for name, version in zip(who, versions, strict=True):
            if version.text != versions[0].text:
                raise KhabarError(
                    f"{article}: the texts in the passes of {who[0]} and {name} differ; offsets of"
                    " one mean nothing in the other (khabar check names the place: KH781)"
                )
        return Comparison(versions, who)


def every_two(found: Sequence[Comparison]) -> Iterator[Comparison]:
    """Every two annotators of every article."""
    for one in found:
        yield from one.pairs()
