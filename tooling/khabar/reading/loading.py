"""Articles, or the rows of a configuration, from wherever a corpus is."""

import html
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

import msgspec

from khabar.formats.parquet.shapes import BOOL, INT, TIME, Label, Shape, Value
from khabar.hub.configurations import Configuration, configurations
from khabar.hub.release import Release
from khabar.hub.source import address, fetch, is_address, is_release
from khabar.model import Article
from khabar.problem import KhabarError, MissingExtraError
from khabar.splitting import read_lists
from khabar.store import is_corpus, read_articles

if TYPE_CHECKING:
    import datasets

Row = dict[str, Any]
_SHOWN = 10
_decode = msgspec.json.decode


@overload
def load(
    source: str | Path, config: None = None, *, split: str | None = None
) -> Iterator[Article]: ...


@overload
def load(source: str | Path, config: str, *, split: str | None = None) -> "Rows": ...


def load(
    source: str | Path, config: str | None = None, *, split: str | None = None
) -> "Iterator[Article] | Rows":
    """The articles of a corpus, or the rows of one of its configurations.

    Args:
        source: a file of articles, a folder, JSONL or ``-``; a dataset as ``khabar hub build``
            makes it; or one on the hub, ``owner/name@tag``. Of a corpus the articles come, not the
            passes over them; these are had by naming their folder.
        config: ``mentions``, ``tokens``, ``quotes``, ``stance``, ``topics``, or ``articles`` for
            articles as rows; without one the articles come as `khabar.Article`, one at a time.
        split: only this split; of a corpus as its lists say.

    Raises:
        KhabarError: if there is no such configuration or split, or the source cannot be read.

    Example:
        >>> [row["speaker_name"] for row in load("examples/first-article.json", "quotes")]
        ['سلمى الحداد']
    """
    if config is None:
        return _articles(source, split)
    found = {one.name: one for one in configurations()}
    if config not in found:
        raise KhabarError(f"there is no configuration {config!r}; there are {', '.join(found)}")
    return Rows(found[config], lambda: _articles(source, split))


def _articles(source: str | Path, split: str | None) -> Iterator[Article]:
    """The articles of a source; errors of its name come before the first of them."""
    if is_address(source):
        return _released(fetch(address(str(source))), split)
    if str(source) != "-" and is_release(source):
        return _released(Release(Path(source)), split)
    if split is None:
        return read_articles(source)
    return _listed(Path(source), split)


def _released(release: Release, split: str | None) -> Iterator[Article]:
    splits = list(release.manifest.articles)
    if split is None:
        return (article for name in splits for article in release.articles(name))
    _refuse_unknown(release.name, split, splits)
    return release.articles(split)


def _listed(corpus: Path, split: str) -> Iterator[Article]:
    """The articles of a corpus that a list has, each once."""
    if not is_corpus(corpus):
        raise KhabarError(f"{corpus}: this is no corpus with lists, so it has no split {split!r}")
    lists = read_lists(corpus / "splits")
    _refuse_unknown(str(corpus), split, lists)
    wanted = frozenset(lists[split])
    return (article for article in read_articles(corpus) if article.id in wanted)


def _refuse_unknown(name: str, split: str, splits: Iterable[str]) -> None:
    if split not in splits:
        there = ", ".join(splits) or "none"
        raise KhabarError(f"{name}: there is no split {split!r}; there are {there}")


class Rows:
    """The rows of a configuration: made as they are asked for, as often as they are.

    Labels are names here, not numbers; what is absent is None.

    Attributes:
        config: the configuration, with what its columns mean.
    """

    def __init__(self, config: Configuration, articles: Callable[[], Iterable[Article]]) -> None:
        self.config = config
        self._articles = articles

    def __iter__(self) -> Iterator[Row]:
        empty = dict.fromkeys(name for name, _, _ in self.config.columns)
        for article in self._articles():
            for data in self.config.rows(article):
                yield empty | _decode(data)

    def to_pandas(self) -> Any:  # noqa: ANN401 - pandas is an extra
        """The rows as a `pandas.DataFrame`: labels are categories, offsets numbers, times times.

        Raises:
            KhabarError: if the articles cannot be read.
            MissingExtraError: if pandas is not installed.
        """
        try:
            import pandas as pd
        except ModuleNotFoundError as error:
            raise MissingExtraError("a table of pandas", "hub") from error
        names = [name for name, _, _ in self.config.columns]
        frame = pd.DataFrame(list(self), columns=names)
        kinds = {name: _kind(pd, shape) for name, shape, _ in self.config.columns}
        return frame.astype({name: kind for name, kind in kinds.items() if kind is not None})

    def to_dataset(self, file: str | Path | None = None) -> "datasets.Dataset":
        """The rows as a `datasets.Dataset`, with the features of the published dataset.

        Args:
            file: write them to this ``.arrow`` file, which takes the place of an older one, and
                keep in memory what is looked at; without one all are in memory.

        Raises:
            KhabarError: if the articles cannot be read or the file cannot be written.
            MissingExtraError: if datasets is not installed.

        Example:
            >>> rows = load("examples/first-article.json", "quotes").to_dataset()
            >>> rows.features["type"].int2str(rows[0]["type"])
            'direct'
        """
        try:
            from khabar.reading import arrow
        except ModuleNotFoundError as error:
            raise MissingExtraError("a dataset", "hub") from error
        rows = chain.from_iterable(map(self.config.rows, self._articles()))
        if file is None:
            return arrow.in_memory(rows, self.config.shape)
        return arrow.on_disk(rows, self.config.shape, Path(file))

    def _repr_html_(self) -> str:
        """The first rows, for notebooks."""
        names = [name for name, _, _ in self.config.columns]
        head = "".join(f"<th>{html.escape(one)}</th>" for one in names)
        body = "".join(
            "<tr>" + "".join(f'<td dir="auto">{_cell(row[one])}</td>' for one in names) + "</tr>"
            for row in islice(self, _SHOWN)
        )
        return f"<table><tr>{head}</tr>{body}</table>"


def _kind(pd: Any, shape: Shape) -> Any:  # noqa: ANN401 - needs an extra
    """What pandas calls a shape; None for texts, lists and records, which stay objects."""
    if isinstance(shape, Label):
        return pd.CategoricalDtype(list(shape.names))
    named = {TIME.dtype: "datetime64[ms]", INT.dtype: "int32", BOOL.dtype: "bool"}
    return named.get(shape.dtype) if isinstance(shape, Value) else None


def _cell(value: object) -> str:
    return "" if value is None else html.escape(str(value))
