"""Articles and tables from wherever a corpus is."""

import shutil
from pathlib import Path

import datasets
import pandas as pd
import pytest
from msgspec.structs import replace

from five_articles import FIVE
from khabar.formats.parquet.files import BATCH
from khabar.hub import build
from khabar.hub.configurations import configurations
from khabar.problem import KhabarError
from khabar.reading import load
from khabar.store import line, read_articles

CONFIGS = [one.name for one in configurations()]


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("built") / "dataset"
    build(FIVE, out)
    return out


def test_articles_of_a_corpus_and_of_its_splits() -> None:
    assert list(load(FIVE)) == list(read_articles(FIVE))
    assert [one.id for one in load(FIVE, split="test")] == (
        FIVE / "splits" / "test.txt"
    ).read_text().split()


@pytest.mark.parametrize("split", [None, "train", "validation", "test"])
def test_a_built_dataset_has_the_same(dataset: Path, split: str | None) -> None:
    here = sorted(load(FIVE, split=split), key=lambda one: one.id)
    there = sorted(load(dataset, split=split), key=lambda one: one.id)
    assert here == there
    assert there


@pytest.mark.parametrize("config", CONFIGS)
def test_rows_are_those_of_the_configuration(dataset: Path, config: str) -> None:
    rows = load(FIVE, config, split="train")
    assert list(rows) == list(load(dataset, config, split="train"))
    assert list(rows), "rows can be asked for again"
    columns = [name for name, _, _ in rows.config.columns]
    frame = rows.to_pandas()
    assert list(frame.columns) == columns
    assert len(frame) == len(list(rows))


def test_tables_have_labels_numbers_and_times() -> None:
    frame = load(FIVE, "mentions").to_pandas()
    assert list(frame["type"].cat.categories)[:2] == ["PER", "ROLE"]
    assert (frame["type"] == "PER").sum() == 32
    assert frame["start"].dtype == "int32"
    assert frame["published"].max() == pd.Timestamp("2024-11-16 21:40")
    quotes = load(FIVE, "quotes").to_pandas()
    assert quotes["speaker_name"].notna().any()
    stances = load(FIVE, "stance").to_pandas()
    assert stances["label"].value_counts().to_dict() == {"against": 14, "favor": 10, "neutral": 2}


def test_a_table_without_rows(tmp_path: Path) -> None:
    source = tmp_path / "one.jsonl"
    source.write_text(
        '{"schema": "khabar/0.1", "id": "abc", "language": "ar", "text": "خبر", "status": "raw"}'
    )
    frame = load(source, "stance").to_pandas()
    assert (len(frame), frame["label"].dtype.name) == (0, "category")


@pytest.mark.parametrize("config", CONFIGS)
@pytest.mark.parametrize("file", [None, "rows.arrow"])
def test_a_dataset_of_rows_is_the_published_one(
    dataset: Path, tmp_path: Path, config: str, file: str | None
) -> None:
    rows = load(FIVE, config, split="train").to_dataset(file and tmp_path / "new" / file)
    published = datasets.load_dataset(
        str(dataset), config, split="train", cache_dir=str(tmp_path / "cache")
    )
    assert rows.features == published.features
    assert rows.to_list() == published.to_list()
    assert rows.num_rows == len(list(load(FIVE, config, split="train")))
    assert len(rows.cache_files) == (file is not None)


def test_a_dataset_of_many_batches_and_of_none(tmp_path: Path) -> None:
    (article,) = list(load("examples/first-article.json"))
    source = tmp_path / "many.jsonl"
    made = [replace(article, id=f"story-{number}") for number in range(2 * BATCH + 1)]
    source.write_bytes(b"\n".join(map(line, made)))
    for file in (None, tmp_path / "many.arrow"):
        rows = load(source, "articles").to_dataset(file)
        assert rows["id"][:] == [one.id for one in made]
    source.write_text("")
    for file in (None, tmp_path / "many.arrow"):
        empty = load(source, "articles").to_dataset(file)
        assert (empty.num_rows, empty.features) == (0, rows.features)
    assert rows.num_rows == 2 * BATCH + 1, "who has the older file open keeps it"


def test_a_dataset_takes_no_other_file_and_leaves_none_half(tmp_path: Path) -> None:
    rows = load(FIVE, "quotes")
    taken = tmp_path / "articles.jsonl"
    taken.write_text("mine")
    with pytest.raises(
        KhabarError, match=r"articles\.jsonl: the file of a dataset ends in \.arrow"
    ):
        rows.to_dataset(taken)
    assert taken.read_text() == "mine"
    with pytest.raises(KhabarError, match=r"quotes\.arrow: cannot be written"):
        rows.to_dataset(taken / "quotes.arrow")
    source = tmp_path / "broken.jsonl"
    source.write_bytes(line(next(iter(load(FIVE)))) + b"\n{}\n")
    with pytest.raises(KhabarError, match=r"broken\.jsonl:2"):
        load(source, "quotes").to_dataset(tmp_path / "quotes.arrow")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["articles.jsonl", "broken.jsonl"]


def test_notebooks_show_the_first_rows(tmp_path: Path) -> None:
    shown = load(FIVE, "mentions")._repr_html_()
    assert shown.count("<tr>") == 11
    assert "<th>entity_name</th>" in shown
    source = tmp_path / "one.jsonl"
    source.write_text(
        '{"schema": "khabar/0.1", "id": "abc", "language": "ar", "text": "<b>", "status": "raw"}'
    )
    assert "&lt;b&gt;" in load(source, "articles")._repr_html_()


@pytest.mark.parametrize(
    "arguments, said",
    [
        ({"config": "words"}, "no configuration 'words'; there are articles, mentions"),
        ({"split": "dev"}, "there is no split 'dev'; there are train, validation, test"),
        ({"config": "quotes", "split": "dev"}, "there is no split 'dev'"),
    ],
)
@pytest.mark.parametrize("built", [False, True])
def test_unknown_names(dataset: Path, built: bool, arguments: dict[str, str], said: str) -> None:
    with pytest.raises(KhabarError, match=said):
        list(load(dataset if built else FIVE, **arguments))


def test_sources_without_splits(tmp_path: Path) -> None:
    with pytest.raises(KhabarError, match="this is no corpus with lists, so it has no split"):
        load(FIVE / "articles" / "coastal-storm.json", split="train")
    shutil.copytree(FIVE / "articles", tmp_path / "articles")
    with pytest.raises(KhabarError, match="there is no split 'train'; there are none"):
        load(tmp_path, split="train")
    with pytest.raises(KhabarError, match="cannot be read"):
        list(load(tmp_path / "absent"))
