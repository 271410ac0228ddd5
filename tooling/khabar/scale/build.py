"""`khabar hub build` over shards, the same bytes as on one machine.

First the articles of each shard are checked and laid out in canonical form; then they are put in
one file and given to splits; then every table of every split is written. What is done stays in a
folder of work until the dataset is whole.
"""

import shutil
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from khabar import __version__
from khabar.hub.about import read_about
from khabar.hub.build import ARTICLES_A_FILE
from khabar.hub.census import Census
from khabar.hub.configurations import configurations
from khabar.hub.manifest import MADE_BY, MANIFEST, Manifest, Table, dumps, hashes
from khabar.hub.pages import write_pages
from khabar.hub.place import refuse_taken
from khabar.hub.splits import read_splits
from khabar.hub.spool import Spool, Spot
from khabar.hub.tables import Split, parquet, write_split
from khabar.model import SCHEMA
from khabar.problem import KhabarError
from khabar.scale.engine import Engine, run
from khabar.scale.shards import at_hand, shards
from khabar.store import write_bytes

ARTICLES = "articles.jsonl"


class _Laid(Struct, frozen=True):
    """The articles of a shard in its file of lines.

    Attributes:
        places: by id, where in that file.
        census: what they hold.
    """

    places: dict[str, Spot]
    census: Census


class LayShards(Struct, frozen=True):
    """The first step: the articles of each shard, checked, one a line.

    Attributes:
        source: where the shards are.
        work: folder that all machines see.
    """

    source: str
    work: str

    def __call__(self, _data: Any, rank: int = 0, world_size: int = 1) -> None:  # noqa: ANN401 - datatrove's
        """Lay out the shards of one task."""
        for number, shard in list(enumerate(shards(self.source)))[rank::world_size]:
            lines = Path(self.work) / f"{number:05d}.jsonl"
            lines.parent.mkdir(parents=True, exist_ok=True)
            with at_hand(shard) as path, Spool(lines) as spool:
                if path.stat().st_size:
                    spool.fill(path)
            laid = _laid(spool)
            write_bytes(lines.with_suffix(".msgpack"), msgspec.msgpack.encode(laid))


def _laid(spool: Spool) -> _Laid:
    ids = sorted(spool.ids)
    return _Laid(dict(zip(ids, spool.places(ids), strict=True)), spool.census)


class WriteTables(Struct, frozen=True):
    """The second step: the files of one table of one split a task.

    Attributes:
        work: folder that all machines see.
        splits: names of the splits, in order.
        articles_a_file: how many articles go into one file.
    """

    work: str
    splits: tuple[str, ...]
    articles_a_file: int

    @property
    def tasks(self) -> list[tuple[str, str]]:
        """Split and configuration of each task."""
        return [(split, one.name) for split in self.splits for one in configurations()]

    def __call__(self, _data: Any, rank: int = 0, world_size: int = 1) -> None:  # noqa: ANN401, ARG002 - datatrove's
        """Write the files of one task."""
        split, name = self.tasks[rank]
        work = Path(self.work)
        places = msgspec.msgpack.decode((work / f"{split}.msgpack").read_bytes(), type=list[Spot])
        done = write_split(
            Split(
                folder=work / "dataset",
                name=split,
                spool=work / ARTICLES,
                places=places,
                tables=(name,),
                articles_a_file=self.articles_a_file,
            )
        )
        write_bytes(work / f"{split}.{name}.json", msgspec.json.encode(done[name]))

    def tables(self) -> dict[str, dict[str, Table]]:
        """What the tasks wrote, by configuration, then by split."""
        found: dict[str, dict[str, Table]] = {one.name: {} for one in configurations()}
        for split, name in self.tasks:
            data = (Path(self.work) / f"{split}.{name}.json").read_bytes()
            found[name][split] = msgspec.json.decode(data, type=Table)
        return found


def build(
    source: str,
    out: str | Path,
    *,
    corpus: str | Path | None = None,
    tasks: int = 0,
    workers: int = 1,
    engine: Engine = "local",
    articles_a_file: int = ARTICLES_A_FILE,
) -> Manifest:
    """Build the dataset of the articles of all shards.

    Args:
        source: a JSONL file or a folder of such, anywhere that fsspec reaches.
        out: the folder; absent, empty, or as an earlier build left it. What is under way is in
            ``OUT.work`` beside it, which all machines see; a run that was broken off goes on there.
        corpus: a folder with ``metadata.json``, ``splits/`` and ``guidelines/``; without one all
            is ``train``.
        tasks: in how many parts the articles are cut; 0 is one a shard.
        workers: how many tasks run at a time.
        engine: what runs them.
        articles_a_file: how many articles go into one file before the next is begun.

    Raises:
        KhabarError: if an article has an error, a split does not fit, the folder is taken, or a
            task fails.
        MissingExtraError: if datatrove or pyarrow is not installed.
    """
    target, about_from = Path(out), Path(corpus if corpus is not None else source)
    pyarrow, about = parquet().VERSION, read_about(about_from)
    refuse_taken(target)
    work, found = target.with_name(f"{target.name}.work"), shards(source)
    folder = work / "dataset"
    lay = LayShards(source, str(work / "shards"))
    run(lay, tasks or len(found), workers, work / "logs-1", engine)
    with _Whole(work / ARTICLES) as spool:
        splits = _join(spool, work, found, about_from)
        write = WriteTables(str(work), tuple(splits), articles_a_file)
        run(write, len(write.tasks), workers, work / "logs-2", engine)
        _drop_empty(folder / "data")
        write_pages(folder, about_from, about, spool, write.tables())
    manifest = _manifest(folder, pyarrow, splits, write.tables())
    _move(folder, target, manifest)
    shutil.rmtree(work)
    return manifest


def _manifest(
    folder: Path, pyarrow: str, splits: dict[str, int], tables: dict[str, dict[str, Table]]
) -> Manifest:
    return Manifest(
        made_by=MADE_BY,
        schema=SCHEMA,
        versions={"khabar": __version__, "pyarrow": pyarrow},
        articles=splits,
        tables=tables,
        files=hashes(folder),
    )


def _drop_empty(folder: Path) -> None:
    """Take away the folders of configurations that have no rows."""
    for path in list(folder.iterdir()):
        if not any(path.iterdir()):
            path.rmdir()


class _Whole(Spool):
    """The articles of all shards in one file."""

    def take(self, lines: Path, shard: str) -> None:
        """Take in the articles of a shard that are laid out in a file.

        Raises:
            KhabarError: if the id of one is there already.
        """
        laid = msgspec.msgpack.decode(lines.with_suffix(".msgpack").read_bytes(), type=_Laid)
        if twice := self._places.keys() & laid.places.keys():
            name = min(twice)
            raise KhabarError(f"{shard}: KH601 the article {name!r} is in a shard before already")
        begin = self._stream.tell()
        self._places.update({name: (begin + at, size) for name, (at, size) in laid.places.items()})
        self.census.merge(laid.census)
        with lines.open("rb") as part:
            shutil.copyfileobj(part, self._stream)
        self._stream.flush()


def _join(spool: _Whole, work: Path, found: list[str], corpus: Path) -> dict[str, int]:
    """Put the articles of all shards in one file, and say where those of each split are in it.

    Returns:
        How many articles each split has.

    Raises:
        KhabarError: if an id is there twice, or a split does not fit.
    """
    for number, shard in enumerate(found):
        spool.take(work / "shards" / f"{number:05d}.jsonl", shard)
    splits = read_splits(corpus / "splits", spool.ids)
    for name, ids in splits.items():
        write_bytes(work / f"{name}.msgpack", msgspec.msgpack.encode(spool.places(ids)))
    return {name: len(ids) for name, ids in splits.items()}


def _move(folder: Path, target: Path, manifest: Manifest) -> None:
    """Put a whole dataset in its place."""
    (folder / MANIFEST).write_bytes(dumps(manifest))
    if target.exists():
        shutil.rmtree(target)
    folder.rename(target)
