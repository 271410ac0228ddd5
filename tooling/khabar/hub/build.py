"""A corpus to a folder that ``load_dataset`` reads, the same bytes for the same articles.

Articles are laid out on disk once, then written sorted by id: neither their order nor their files,
the size of batches nor the number of processes leaves a trace. Memory does not grow with the
corpus but for one small entry an article.
"""

from collections.abc import Mapping
from pathlib import Path

from khabar import __version__
from khabar.hub.about import read_about
from khabar.hub.configurations import configurations
from khabar.hub.manifest import MADE_BY, MANIFEST, Manifest, Table, dumps, hashes
from khabar.hub.pages import write_pages
from khabar.hub.place import refuse_taken, replacing_folder
from khabar.hub.splits import read_splits
from khabar.hub.spool import Spool
from khabar.hub.tables import Split, parquet, write_split
from khabar.hub.workers import mapped
from khabar.model import SCHEMA

ARTICLES_A_FILE = 100_000
"""Articles in one file of a split; some 85 MB."""

_FEW = 1_000
"""So many articles are written sooner than other processes are started."""


def build(
    corpus: str | Path,
    out: str | Path,
    *,
    workers: int = 1,
    articles_a_file: int = ARTICLES_A_FILE,
) -> Manifest:
    """Build the dataset of a corpus in a folder.

    Args:
        corpus: a corpus (``articles/``, ``splits/``, ``guidelines/``, ``metadata.json``), or any
            folder or JSONL file of articles; without ``splits/`` all of it is ``train``.
        out: the folder; it must be absent, empty, or as an earlier build left it.
        workers: how many processes do the work; the bytes are the same.
        articles_a_file: how many articles go into one file before the next is begun.

    Raises:
        KhabarError: if an article has an error, a split does not fit, or the folder is taken;
            then nothing has changed.
        MissingExtraError: if pyarrow is not installed.
    """
    source, target = Path(corpus), Path(out)
    pyarrow = parquet().VERSION
    about = read_about(source)
    refuse_taken(target)
    with replacing_folder(target) as folder, Spool(folder.parent / "spool.jsonl") as spool:
        spool.fill(source, workers)
        splits = read_splits(source / "splits", spool.ids)
        tables = _write_tables(folder, spool, splits, workers, articles_a_file)
        manifest = Manifest(
            made_by=MADE_BY,
            schema=SCHEMA,
            versions={"khabar": __version__, "pyarrow": pyarrow},
            articles={name: len(ids) for name, ids in splits.items()},
            tables=tables,
            files={},
        )
        write_pages(folder, source, about, spool, tables)
        manifest.files.update(hashes(folder))
        (folder / MANIFEST).write_bytes(dumps(manifest))
    return manifest


def _write_tables(
    folder: Path,
    spool: Spool,
    splits: Mapping[str, list[str]],
    workers: int,
    articles_a_file: int,
) -> dict[str, dict[str, Table]]:
    """Write all Parquet files; what they hold, by configuration, then by split."""
    names = tuple(one.name for one in configurations())
    several = workers > 1 and len(spool.ids) > _FEW
    groups = [(name,) for name in names] if several else [names]
    tasks = [
        Split(
            folder=folder,
            name=split,
            spool=spool.path,
            places=spool.places(ids),
            tables=group,
            articles_a_file=articles_a_file,
        )
        for split, ids in splits.items()
        for group in groups
    ]
    done = mapped(write_split, tasks, workers if several else 1)
    tables: dict[str, dict[str, Table]] = {name: {} for name in names}
    for task, written in zip(tasks, done, strict=True):
        for name, table in written.items():
            tables[name][task.name] = table
    _drop_empty(folder / "data")
    return tables


def _drop_empty(folder: Path) -> None:
    """Take away the folders of configurations that have no rows."""
    for path in folder.iterdir():
        if not any(path.iterdir()):
            path.rmdir()
