"""What articles cost on their way from JSONL to Parquet: khabar against `datasets`.

    python benchmarks/parquet.py [ARTICLES] [ROUNDS]

The peer loads the JSONL with `load_dataset("json")` and writes it with `to_parquet`; it checks
nothing, and its labels are strings. CPU time in interleaved rounds, as the median of the ratios.
Before that what came out is compared with what went in.
"""

import os
import sys
import tempfile
from pathlib import Path

os.environ |= {"HF_HUB_OFFLINE": "1", "HF_UPDATE_DOWNLOAD_COUNTS": "0"}

import datasets
from datasets import load_dataset

from _ratio import compare, table
from articles import articles
from khabar.formats import jsonl, parquet
from khabar.formats.parquet import files, to_row
from khabar.formats.parquet.shapes import article_shape
from khabar.schema import decode
from khabar.store import read_articles, write_lines

_USUAL = 2_000


def _peer(source: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        loaded = load_dataset("json", data_files=str(source), split="train", cache_dir=folder)
        loaded.to_parquet(f"{folder}/articles.parquet")


def _converted(source: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        parquet.write(jsonl.read(source), Path(folder) / "articles.parquet")


def _written(rows: list[bytes]) -> None:
    with tempfile.TemporaryFile() as stream, files.Writer(stream, article_shape()) as writer:
        for row in rows:
            writer.add(row)


def _checked(source: Path) -> int:
    with source.open("rb") as stream:
        return sum(decode(one) is not None for one in stream)


def main(count: int, rounds: int) -> None:
    datasets.disable_progress_bars()
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "articles.jsonl", Path(folder) / "articles.parquet"
        write_lines(source, articles(count))
        parquet.write(jsonl.read(source), target)
        if list(parquet.read(target)) != list(read_articles(source)):
            sys.exit("what came back is not what went in")
        rows = [to_row(one) for one in read_articles(source)]
        contenders = {
            "load_dataset, to_parquet": lambda: _peer(source),
            "khabar convert: read, checked, written": lambda: _converted(source),
            "of that, the schema's verdict on each line": lambda: _checked(source),
            "of that, rows to Arrow and Parquet, labels as numbers": lambda: _written(rows),
        }
        print(table("JSONL to Parquet", compare(contenders, rounds), count))


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    main(*(given + [_USUAL, 5][len(given) :]))
