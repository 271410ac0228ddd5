"""A built folder holds the corpus, loads everywhere, and is always the same bytes."""

import io
import json
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq
import pytest
import yaml

from khabar.formats import parquet
from khabar.formats.parquet import files
from khabar.formats.parquet.shapes import article_shape
from khabar.hub import MANIFEST, build, configurations
from khabar.hub.manifest import hashes
from khabar.model import SCHEMA, Article, Mention, Publication, Quote, Span, Stance, Target
from khabar.problem import KhabarError
from khabar.store import dumps, write_article, write_lines

Made = Callable[[int], list[Article]]
SPLITS = ("train", "validation", "test")


def corpus_of(folder: Path, some: list[Article], *, splits: bool = True) -> Path:
    """A corpus of articles; every fifth goes to validation, the one after it to test."""
    for article in some:
        write_article(folder / "articles" / f"{article.id}.json", article)
    if splits:
        (folder / "splits").mkdir()
        for name, rest in zip(SPLITS, ((2, 3, 4), (0,), (1,)), strict=True):
            ids = [one.id for n, one in enumerate(some) if n % 5 in rest]
            (folder / "splits" / f"{name}.txt").write_text("\n".join(ids) + "\n")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def bare(name: str = "bare", **fields: Any) -> Article:
    return Article(
        schema=SCHEMA, id=name, language="ar", text="قالت سلمى نعم", status="raw", **fields
    )


@pytest.fixture(scope="module")
def some(made: Made) -> list[Article]:
    return [*made(20), bare(), bare("with-extra", extra={"a": [None, 1.0]})]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, some: list[Article], load: Any) -> Any:
    folder = tmp_path_factory.mktemp("build")
    build(corpus_of(folder / "corpus", some), folder / "out", articles_a_file=4)
    return load(folder / "out")


class TestLoading:
    @pytest.mark.parametrize("streaming", [False, True])
    @pytest.mark.parametrize("at", range(3))
    def test_whole_articles_come_back(
        self, loaded: Any, some: list[Article], at: int, streaming: bool
    ) -> None:
        rest = ((2, 3, 4), (0,), (1,))[at]
        expected = [one for n, one in enumerate(some) if n % 5 in rest]
        rows = loaded.rows["articles", SPLITS[at], streaming]
        assert [parquet.from_row(row) for row in msgspec.json.decode(json.dumps(rows))] == sorted(
            expected, key=lambda one: one.id
        )

    @pytest.mark.parametrize("streaming", [False, True])
    @pytest.mark.parametrize("config", ["mentions", "tokens", "quotes", "stance", "topics"])
    def test_flat_rows_come_back(
        self, loaded: Any, some: list[Article], config: str, streaming: bool
    ) -> None:
        (one,) = [one for one in configurations() if one.name == config]
        expected = [
            json.loads(row)
            for article in sorted(some, key=lambda article: article.id)
            for row in one.rows(article)
        ]
        rows = [row for split in SPLITS for row in loaded.rows[config, split, streaming]]
        key = lambda row: json.dumps([row["article"], row], sort_keys=True)  # noqa: E731
        assert sorted(rows, key=key) == sorted(expected, key=key)
        assert rows

    def test_card_and_footers_say_the_same_features(self, loaded: Any) -> None:
        names = [one.name for one in configurations()]
        for config in names:
            for split in SPLITS:
                said = {loaded.features[config, split, way] for way in (False, True, None)}
                assert len(said) == 1, (config, split)
        assert {config for config, _, _ in loaded.features} == set(names)

    def test_the_card_alone_says_what_each_configuration_is(
        self, tmp_path: Path, some: list[Article]
    ) -> None:
        build(corpus_of(tmp_path / "corpus", some), tmp_path / "out")
        card = yaml.safe_load((tmp_path / "out/README.md").read_text().split("---\n")[1])
        names = [one.name for one in configurations()]
        assert [one["config_name"] for one in card["configs"]] == names
        assert [one["config_name"] for one in card["dataset_info"]] == names
        assert [one["config_name"] for one in card["configs"] if "default" in one] == ["articles"]
        examples = [one["num_examples"] for one in card["dataset_info"][1]["splits"]]
        assert sum(examples) == sum(len(one.mentions) for one in some)
        assert card["language"] == ["ar"]
        assert card["license"] == "other"  # two of the articles name none
        assert card["size_categories"] == ["n<1K"]
        assert card["annotations_creators"] == ["expert-generated", "machine-generated"]
        assert card["pretty_name"] == "corpus"
        table = (tmp_path / "out/README.md").read_text().split("| Mentions |")[1].split("\n\n")[0]
        counts = [int(line.split("|")[-2]) for line in table.splitlines()[2:]]
        assert counts == sorted(counts, reverse=True)
        assert sum(counts) == sum(len(one.mentions) for one in some)

    def test_labels_have_their_names(self, loaded: Any) -> None:
        rows = loaded.rows["mentions", "train", False]
        assert {row["type"] for row in rows} >= {"PER", "ROLE", "ORG", "NUM"}
        assert (
            "ClassLabel(names=['PER', 'ROLE', 'ORG'" in loaded.features["mentions", "train", True]
        )


def test_what_has_no_rows_is_left_out(tmp_path: Path, made: Made, load: Any) -> None:
    """`datasets` cannot load a split without rows."""
    some = [bare("a-bare"), *made(2), bare("z-bare"), bare("z-other")]
    source = corpus_of(tmp_path / "corpus", some, splits=False)
    (source / "splits").mkdir()
    for split, ids in {"train": some[:4], "test": some[4:]}.items():
        (source / "splits" / f"{split}.txt").write_text("".join(f"{one.id}\n" for one in ids))
    manifest = build(source, tmp_path / "out", articles_a_file=1)
    loaded = load(tmp_path / "out")
    assert [row["id"] for row in loaded.rows["articles", "test", False]] == ["z-other"]
    assert {split for config, split, _ in loaded.features if config == "quotes"} == {"train"}
    assert len(loaded.rows["quotes", "train", True]) == manifest.tables["quotes"]["train"].rows > 0
    assert manifest.tables["quotes"]["test"].rows == 0
    assert not list((tmp_path / "out/data/quotes").glob("test-*"))


def test_configurations_without_rows_are_left_out(tmp_path: Path, load: Any) -> None:
    build(corpus_of(tmp_path / "corpus", [bare()], splits=False), tmp_path / "out")
    loaded = load(tmp_path / "out")
    assert [row["id"] for row in loaded.rows["articles", "train", False]] == ["bare"]
    assert {config for config, _, _ in loaded.features} == {"articles"}
    assert [one.name for one in (tmp_path / "out/data").iterdir()] == ["articles"]


class TestBytes:
    def test_order_and_files_leave_no_trace(self, tmp_path: Path, made: Made) -> None:
        some = made(30)
        build(corpus_of(tmp_path / "corpus", some, splits=False), tmp_path / "files")
        random.Random(1).shuffle(some)
        for name, part in (("a", some[:7]), ("b", some[7:])):
            write_lines(tmp_path / "lines" / f"{name}.jsonl", part)
        write_lines(tmp_path / "corpus.jsonl", some)
        build(tmp_path / "lines", tmp_path / "from-lines")
        build(tmp_path / "corpus.jsonl", tmp_path / "from-one")
        first = contents(tmp_path / "files")
        for other in ("from-lines", "from-one"):
            there = contents(tmp_path / other)
            assert there.keys() == first.keys()
            assert [name for name in there if there[name] != first[name]] in (
                [],
                ["CITATION.cff", "README.md", "croissant.json", "manifest.json"],  # the title
            )
            assert _tables(there) == _tables(first)

    def test_building_again_changes_nothing(self, tmp_path: Path, made: Made) -> None:
        source = corpus_of(tmp_path / "corpus", made(6))
        build(source, tmp_path / "out")
        first = contents(tmp_path / "out")
        build(source, tmp_path / "out")
        assert contents(tmp_path / "out") == first
        assert sorted(one.name for one in tmp_path.iterdir()) == ["corpus", "out"]

    def test_batches_leave_no_trace(
        self, tmp_path: Path, made: Made, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        source = corpus_of(tmp_path / "corpus", made(9))
        build(source, tmp_path / "out")
        monkeypatch.setattr("khabar.formats.parquet.files.BATCH", 2)
        build(source, tmp_path / "again")
        assert contents(tmp_path / "again") == contents(tmp_path / "out")

    def test_batches_leave_no_trace_in_pages(
        self, made: Made, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Where a chunk of a table begins, pyarrow begins a page, if the pages are large enough."""
        rows = [parquet.to_row(one) for one in made(1500)]
        written = set()
        for batch in (50, 333, 500):
            monkeypatch.setattr(files, "BATCH", batch)
            stream = io.BytesIO()
            with files.Writer(stream, article_shape(), rows_a_group=700) as writer:
                for row in rows:
                    writer.add(row)
            written.add(stream.getvalue())
        assert len(written) == 1

    def test_manifest_tells_files_and_rows(self, tmp_path: Path, made: Made) -> None:
        some = made(10)
        source = corpus_of(tmp_path / "corpus", some)
        manifest = build(source, tmp_path / "out")
        assert msgspec.json.decode((tmp_path / "out" / MANIFEST).read_bytes()) == json.loads(
            msgspec.json.encode(manifest)
        )
        assert manifest.files == hashes(tmp_path / "out")
        assert manifest.articles == {"train": 6, "validation": 2, "test": 2}
        mentions = sum(len(one.mentions) for one in some)
        assert sum(one.rows for one in manifest.tables["mentions"].values()) == mentions
        before = manifest.tables
        note = msgspec.structs.replace(some[0], keywords=("جديد",))
        write_article(source / "articles" / f"{note.id}.json", note)
        after = build(source, tmp_path / "out").tables
        changed = {
            (name, split) for name in after for split in after[name]
            if after[name][split] != before[name][split]
        }  # fmt: skip
        assert changed == {("articles", "validation")}

    def test_the_number_of_processes_leaves_no_trace(
        self, tmp_path: Path, made: Made, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """With limits so low that a small corpus is shared out like a large one."""
        source = corpus_of(tmp_path / "corpus", made(12))
        build(source, tmp_path / "one")
        monkeypatch.setattr(sys.modules["khabar.hub.spool"], "_BATCH", 2)
        monkeypatch.setattr(sys.modules["khabar.hub.spool"], "_ALONE", 1)
        monkeypatch.setattr(sys.modules["khabar.hub.build"], "_FEW", 3)
        build(source, tmp_path / "two", workers=2)
        assert contents(tmp_path / "two") == contents(tmp_path / "one")

    def test_a_worker_tells_the_first_fault(
        self, tmp_path: Path, made: Made, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        wrong = Mention(id="m1", type="PER", spans=(Span(start=4, end=8, text="سلمى"),))
        some = [*made(6), bare("a-fault", mentions=(wrong,)), bare("b-fault", mentions=(wrong,))]
        write_lines(tmp_path / "a.jsonl", some)
        monkeypatch.setattr(sys.modules["khabar.hub.spool"], "_BATCH", 1)
        monkeypatch.setattr(sys.modules["khabar.hub.spool"], "_ALONE", 0)
        said = []
        for workers in (1, 2):
            with pytest.raises(KhabarError) as refused:
                build(tmp_path / "a.jsonl", tmp_path / "out", workers=workers)
            said.append(str(refused.value))
        assert said[0] == said[1]
        assert "a.jsonl:7:" in said[0]
        assert sorted(one.name for one in tmp_path.iterdir()) == ["a.jsonl"]

    def test_files_are_numbered_and_cut(self, tmp_path: Path, made: Made) -> None:
        source = corpus_of(tmp_path / "corpus", made(5), splits=False)
        build(source, tmp_path / "out", articles_a_file=2)
        parts = sorted((tmp_path / "out/data/articles").iterdir())
        assert [one.name for one in parts] == [f"train-0000{n}-of-00003.parquet" for n in range(3)]
        assert [pq.read_metadata(one).num_rows for one in parts] == [2, 2, 1]
        assert [one.id for one in parquet.read(tmp_path / "out")] == [one.id for one in made(5)]


def _tables(files: dict[str, bytes]) -> object:
    return json.loads(files[MANIFEST])["tables"]


class TestRefused:
    def refused(self, source: Path, out: Path, match: str) -> None:
        before = contents(out) if out.is_dir() else None
        with pytest.raises(KhabarError, match=match):
            build(source, out)
        assert (contents(out) if out.is_dir() else None) == before
        assert not [one for one in out.parent.iterdir() if one.name.endswith(".tmp")]

    def test_span_that_is_not_the_text(self, tmp_path: Path) -> None:
        wrong = Mention(id="m1", type="PER", spans=(Span(start=4, end=8, text="سلمى"),))
        source = corpus_of(tmp_path / "corpus", [bare(mentions=(wrong,))], splits=False)
        self.refused(source, tmp_path / "out", r"bare\.json:\d+:\d+: KH2\d\d .*khabar check")

    def test_broken_article(self, tmp_path: Path) -> None:
        source = tmp_path / "articles.jsonl"
        source.write_text('{"schema": "khabar/0.1"}\n')
        self.refused(source, tmp_path / "out", r"articles\.jsonl:1:1: KH103 the field 'id'")

    def test_id_used_twice(self, tmp_path: Path) -> None:
        write_lines(tmp_path / "a.jsonl", [bare(), bare("other"), bare()])
        self.refused(
            tmp_path / "a.jsonl",
            tmp_path / "out",
            r"a\.jsonl:3:\d+: KH601 the article 'bare' is there twice",
        )

    def test_unknown_entity(self, tmp_path: Path) -> None:
        span = (Span(start=5, end=9, text="سلمى"),)
        wrong = bare(mentions=(Mention(id="m1", type="PER", spans=span, entity="e9"),))
        write_lines(tmp_path / "a.jsonl", [wrong])
        self.refused(tmp_path / "a.jsonl", tmp_path / "out", "e9")

    def test_unknown_quote(self, tmp_path: Path) -> None:
        stance = Stance(
            id="s1", holder="article", target=Target(claim="كذا"), label="favor", quotes=("q9",)
        )
        write_lines(tmp_path / "a.jsonl", [bare(stances=(stance,))])
        self.refused(tmp_path / "a.jsonl", tmp_path / "out", "q9")

    def test_day_that_does_not_exist(self, tmp_path: Path) -> None:
        source = tmp_path / "a.jsonl"
        write_lines(source, [bare(publication=Publication(published="2031-02-30"))])
        self.refused(source, tmp_path / "out", "2031-02-30 is no date")

    @pytest.mark.parametrize(
        ("lists", "match"),
        [
            ({"train": "a-one\n"}, r"splits: in no split: a-two; "),
            ({"train": "a-one\na-two\na-three\n"}, r"train\.txt:3: there is no article a-three"),
            ({"train": "a-one\na-two\n", "test": "a-one\n"}, r"test\.txt:1: a-one is listed in tr"),
            ({"train": "a-one\na-two\n", "test": "\n"}, r"test\.txt: there are no ids"),
            ({"all": "a-one\na-two\n"}, "'all' is no name for a split"),
            ({"Train set": "a-one\na-two\n"}, "'Train set' is no name for a split"),
            ({}, r"there are no lists \(\*\.txt\)"),
        ],
    )
    def test_splits_that_do_not_fit(
        self, tmp_path: Path, lists: dict[str, str], match: str
    ) -> None:
        source = corpus_of(tmp_path / "corpus", [bare("a-one"), bare("a-two")], splits=False)
        (source / "splits").mkdir()
        for name, text in lists.items():
            (source / "splits" / f"{name}.txt").write_text(text)
        self.refused(source, tmp_path / "out", match)

    def test_folder_that_is_somebody_elses(self, tmp_path: Path) -> None:
        source = corpus_of(tmp_path / "corpus", [bare()], splits=False)
        (tmp_path / "out").mkdir()
        (tmp_path / "out" / "thesis.tex").write_text("years of work")
        self.refused(source, tmp_path / "out", "was not made by `khabar hub build`")
        (tmp_path / "out" / MANIFEST).write_text("{}")
        self.refused(source, tmp_path / "out", "was not made by `khabar hub build`")

    def test_file_in_the_place_of_the_folder(self, tmp_path: Path) -> None:
        source = corpus_of(tmp_path / "corpus", [bare()], splits=False)
        (tmp_path / "out").write_text("a file")
        self.refused(source, tmp_path / "out", "something that is no folder")
        assert (tmp_path / "out").read_text() == "a file"

    @pytest.mark.parametrize("name", ["README.md", "notes/mine.txt"])
    def test_what_was_added_or_changed_since(self, tmp_path: Path, name: str) -> None:
        source = corpus_of(tmp_path / "corpus", [bare()], splits=False)
        build(source, tmp_path / "out")
        (tmp_path / "out" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "out" / name).write_text("mine")
        self.refused(source, tmp_path / "out", rf"{name} was added or changed since the build")

    def test_empty_folder_is_taken(self, tmp_path: Path) -> None:
        (tmp_path / "out").mkdir()
        build(corpus_of(tmp_path / "corpus", [bare()], splits=False), tmp_path / "out")
        assert (tmp_path / "out" / "README.md").is_file()

    def test_no_articles(self, tmp_path: Path) -> None:
        (tmp_path / "corpus" / "articles").mkdir(parents=True)
        self.refused(tmp_path / "corpus", tmp_path / "out", "no articles")
        self.refused(tmp_path / "nowhere", tmp_path / "out", "nowhere")

    def test_place_that_cannot_be_written(self, tmp_path: Path) -> None:
        source = corpus_of(tmp_path / "corpus", [bare()], splits=False)
        (tmp_path / "file").write_text("")
        with pytest.raises(KhabarError, match="cannot be written"):
            build(source, tmp_path / "file" / "out")

    def test_form_of_files_does_not_matter(self, tmp_path: Path) -> None:
        source = tmp_path / "articles"
        source.mkdir()
        loose = json.dumps(json.loads(dumps(bare())), indent=7, sort_keys=True)
        (source / "bare.json").write_text(loose)
        assert build(source, tmp_path / "out").articles == {"train": 1}

    def test_passes_are_no_articles_of_the_dataset(self, tmp_path: Path) -> None:
        source = corpus_of(tmp_path / "corpus", [bare()], splits=False)
        write_article(source / "passes" / "annotator-1" / "bare.json", bare(title="another"))
        write_article(source / "passes" / "annotator-1" / "more.json", bare("more"))
        build(source, tmp_path / "out")
        assert list(parquet.read(tmp_path / "out")) == [bare()]


def test_a_broken_off_build_leaves_the_old_one(
    tmp_path: Path, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = corpus_of(tmp_path / "corpus", made(5))
    build(source, tmp_path / "out")
    before = contents(tmp_path / "out")

    def broken(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["khabar.hub.pages"], "card", broken)
    with pytest.raises(KeyboardInterrupt):
        build(source, tmp_path / "out")
    assert contents(tmp_path / "out") == before
    assert sorted(one.name for one in tmp_path.iterdir()) == ["corpus", "out"]


def test_a_flat_quote_tells_all_a_reader_needs(tmp_path: Path) -> None:
    text = "عبر الوزير أمس عن رأيه بوضوح"
    cue = (Span(start=0, end=3, text="عبر"), Span(start=15, end=22, text="عن رأيه"))
    quote = Quote(id="q1", content=(Span(start=23, end=28, text="بوضوح"),), cue=cue)
    article = Article(
        schema=SCHEMA, id="split-cue", language="ar", text=text, status="raw", quotes=(quote,)
    )
    write_lines(tmp_path / "a.jsonl", [article])
    build(tmp_path / "a.jsonl", tmp_path / "out")
    (row,) = pq.read_table(tmp_path / "out/data/quotes").to_pylist()
    assert row["cue"] == "عبر … عن رأيه"
    assert [(one["start"], one["end"]) for one in row["cue_spans"]] == [(0, 3), (15, 22)]
    assert (row["content"], row["source"], row["chain"], row["published"]) == (
        "بوضوح", None, [], None
    )  # fmt: skip
