"""A corpus to a folder that ``load_dataset`` reads, the same bytes for the same articles.

Articles are laid out on disk once, then written sorted by id: neither their order nor their files
nor the size of batches leaves a trace. Memory does not grow with the corpus but for one small
entry an article.
"""

import contextlib
import shutil
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

from khabar import __version__
from khabar.hub.card import About, card
from khabar.hub.census import Census
from khabar.hub.configurations import Configuration, configurations
from khabar.hub.manifest import MADE_BY, MANIFEST, Manifest, Table, Tally, dumps, hashes
from khabar.hub.place import refuse_taken, replacing_folder
from khabar.hub.splits import read_splits
from khabar.hub.spool import Spool
from khabar.model import SCHEMA, Article
from khabar.problem import KhabarError, MissingExtraError
from khabar.schema import directory, source_files

ARTICLES_A_FILE = 100_000
"""Articles in one file of a split; some 85 MB."""


def _parquet() -> tuple[ModuleType, str]:
    """The module that writes Parquet, and the release of pyarrow.

    Raises:
        MissingExtraError: if pyarrow is not installed.
    """
    try:
        import pyarrow as pa

        from khabar.formats.parquet import files
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "pyarrow":
            raise
        raise MissingExtraError("building a dataset", "hub") from error
    return files, pa.__version__


def build(
    corpus: str | Path, out: str | Path, *, articles_a_file: int = ARTICLES_A_FILE
) -> Manifest:
    """Build the dataset of a corpus in a folder.

    Args:
        corpus: a corpus (``articles/``, ``splits/``, ``metadata.json``), or any folder or JSONL
            file of articles; without ``splits/`` all of it is ``train``.
        out: the folder; it must be absent, empty, or as an earlier build left it.
        articles_a_file: how many articles go into one file before the next is begun.

    Raises:
        KhabarError: if an article has an error, a split does not fit, or the folder is taken;
            then nothing has changed.
        MissingExtraError: if pyarrow is not installed.
    """
    source, target = Path(corpus), Path(out)
    _, pyarrow = _parquet()
    about = _about(source)
    refuse_taken(target)
    with replacing_folder(target) as folder, Spool(folder.parent) as spool:
        spool.fill(source / "articles" if (source / "articles").is_dir() else source)
        splits = read_splits(source / "splits", spool.ids)
        written = _Build(folder, spool, articles_a_file)
        for name, ids in splits.items():
            written.split(name, ids)
        _write_rest(folder, about, written)
        manifest = Manifest(
            made_by=MADE_BY,
            schema=SCHEMA,
            versions={"khabar": __version__, "pyarrow": pyarrow},
            articles={name: len(ids) for name, ids in splits.items()},
            tables=written.tables,
            files=hashes(folder),
        )
        (folder / MANIFEST).write_bytes(dumps(manifest))
    return manifest


class _Build:
    """The tables of a build while they are being written."""

    def __init__(self, folder: Path, spool: Spool, articles_a_file: int) -> None:
        self.tables: dict[str, dict[str, Table]] = {one.name: {} for one in configurations()}
        self.census = Census()
        self._folder = folder
        self._spool = spool
        self._articles_a_file = articles_a_file

    def split(self, name: str, ids: list[str]) -> None:
        """Write one split of every configuration."""
        size = self._articles_a_file
        parts = [ids[start : start + size] for start in range(0, len(ids), size)]
        tallies = {one.name: Tally() for one in configurations()}
        for number, part in enumerate(parts):
            self._part(f"{name}-{number:05d}-of-{len(parts):05d}", part, tallies)
        for one in configurations():
            table = tallies[one.name].table()
            self.tables[one.name][name] = table
            if not table.rows:
                self._drop(one, name)

    def _part(self, stem: str, ids: list[str], tallies: dict[str, Tally]) -> None:
        """Write one file of every configuration."""
        with contextlib.ExitStack() as stack:
            writers = {one.name: self._writer(stack, one, stem) for one in configurations()}
            for article, line in self._spool.lines(ids):
                self.census.add(article)
                for one in configurations():
                    _add(one, article, line, writers[one.name], tallies[one.name])

    def _drop(self, one: Configuration, split: str) -> None:
        """Take away the files of a split that has no rows: `datasets` cannot load it."""
        folder = self._folder / "data" / one.name
        for path in folder.glob(f"{split}-*.parquet"):
            path.unlink()
        if not any(folder.iterdir()):
            folder.rmdir()

    def _writer(self, stack: contextlib.ExitStack, one: Configuration, stem: str) -> Any:  # noqa: ANN401 - needs an extra
        path = self._folder / "data" / one.name / f"{stem}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = stack.enter_context(path.open("wb"))
        files, _ = _parquet()
        writer = files.Writer(stream, one.shape, rows_a_group=one.rows_a_group)
        return stack.enter_context(writer)


def _add(one: Configuration, article: Article, line: bytes, writer: Any, tally: Tally) -> None:  # noqa: ANN401 - needs an extra
    """Write the rows of an article and count them: a whole article as its line."""
    whole = one == configurations()[0]
    for row in one.rows(article):
        writer.add(row)
        tally.add(line if whole else row)


def _about(corpus: Path) -> About:
    """What the corpus says of itself; its name where it says nothing.

    Raises:
        KhabarError: if ``metadata.json`` is damaged.
    """
    path = corpus / "metadata.json"
    if not path.is_file():
        return About(title=corpus.stem or corpus.resolve().name)
    try:
        return msgspec.json.decode(path.read_bytes(), type=About)
    except (OSError, msgspec.MsgspecError) as error:
        raise KhabarError(f"{path}: cannot be read: {error}") from error


def _write_rest(folder: Path, about: About, written: _Build) -> None:
    """The card, and the schema with its vocabularies."""
    text = card(about, written.census, written.tables)
    (folder / "README.md").write_text(text, encoding="utf-8", newline="\n")
    for path in source_files():
        copy = folder / "schema" / path.relative_to(directory())
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
