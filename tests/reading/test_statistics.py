"""Counting from wherever a corpus is, as a whole and by group."""

import io
import json
import shutil
import sys
from pathlib import Path

import pytest

import khabar
from census.made import ARTICLE, BARE
from five_articles import FIVE
from khabar.census import Census, Statistics, read_census
from khabar.formats import convert
from khabar.hub import build
from khabar.problem import KhabarError
from khabar.reading import pin, stats
from khabar.store import line, read_articles, write_article, write_lines


@pytest.fixture(scope="module")
def whole() -> Census:
    found = Census()
    for article in read_articles(FIVE / "articles"):
        found.add(article)
    return found


def without_splits(found: Statistics) -> Census:
    return Census(
        counts={name: one for name, one in found.whole.counts.items() if name != "splits"},
        sizes=found.whole.sizes,
    )


def test_it_is_there_for_libraries() -> None:
    assert khabar.stats is stats


def test_all_forms_of_a_corpus_hold_the_same(whole: Census, tmp_path: Path) -> None:
    build(FIVE, tmp_path / "dataset")
    (tmp_path / "loose").mkdir()
    for name in ("one.jsonl", "one.parquet", "one.ls.json", "loose/one.parquet"):
        convert(FIVE / "articles", tmp_path / name)
    sources = [FIVE, FIVE / "articles", tmp_path / "dataset", tmp_path / "loose"]
    sources += [tmp_path / name for name in ("one.jsonl", "one.parquet", "one.ls.json")]
    for source in sources:
        assert without_splits(stats(source)) == whole, source
    splits = {"train": 3, "validation": 1, "test": 1}
    assert stats(FIVE).whole.counts["splits"] == splits
    assert stats(tmp_path / "dataset").whole.counts["splits"] == splits


def test_standard_input(whole: Census, monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"".join(line(one) + b"\n" for one in read_articles(FIVE / "articles"))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert stats("-").whole == whole


def test_several_sources_are_one(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", [ARTICLE])
    write_article(tmp_path / "two.json", BARE)
    found = stats(tmp_path / "a.jsonl", tmp_path / "two.json")
    assert (found.whole.articles, found.whole.words) == (2, 15)


def test_passes_do_not_count(tmp_path: Path) -> None:
    write_article(tmp_path / "articles/two.json", BARE)
    write_article(tmp_path / "passes/annotator-1/two.json", BARE)
    assert stats(tmp_path).whole.articles == 1
    assert "splits" not in stats(tmp_path).whole.counts
    assert stats(tmp_path / "passes").whole.articles == 1


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("split", {"": 1, "train": 1}),
        ("status", {"annotated": 1, "raw": 1}),
        ("language", {"ar": 1, "ar-EG": 1}),
        ("publisher", {"": 1, "نشرة الساحل": 1}),
        ("author", {"": 1, "مها": 1}),
        ("genre", {"": 1, "report": 1}),
        ("topic", {"": 1, "medtop:16000000": 1}),
        ("month", {"": 1, "2031-05": 1}),
    ],
)
def test_groups(tmp_path: Path, by, groups: dict[str, int]) -> None:
    for one in (ARTICLE, BARE):
        write_article(tmp_path / f"articles/{one.id}.json", one)
    (tmp_path / "splits").mkdir()
    (tmp_path / "splits/train.txt").write_text("one\n")
    found = stats(tmp_path, by=by)
    assert {name: census.articles for name, census in found.groups.items()} == groups
    assert list(found.groups) == sorted(groups)
    together = Census()
    for census in found.groups.values():
        together.merge(census)
    assert together == found.whole


class TestForms:
    @pytest.fixture
    def found(self, tmp_path: Path) -> Statistics:
        write_lines(tmp_path / "both.jsonl", [ARTICLE, BARE])
        return stats(tmp_path / "both.jsonl", by="status")

    def test_figures_in_a_frame(self, found: Statistics) -> None:
        frame = found.to_pandas()
        assert list(frame.columns) == ["group", "subject", "label", "value"]
        frame["group"] = frame["group"].fillna("(all)")
        rows = {(g, s, k): v for g, s, k, v in frame.itertuples(index=False)}
        assert len(rows) == len(frame)
        assert rows["(all)", "mentions", "ORG"] == rows["annotated", "mentions", "ORG"] == 2
        assert ("raw", "mentions", "ORG") not in rows
        assert rows["(all)", "levels", ""] == 1
        cues = {label: v for (g, s, label), v in rows.items() if (g, s) == ("(all)", "cue_words")}
        assert cues == {
            "count": 3, "mean": 4 / 3, "least": 1, "lower": 1, "median": 1, "upper": 1.5, "most": 2
        }  # fmt: skip

    def test_plain_data(self, found: Statistics) -> None:
        plain = found.to_dict()
        assert (plain["articles"], plain["words"], plain["characters"]) == (2, 15, 80)
        assert plain["counts"]["speaker_names"] == {"إيمان": 1, "سالم": 1}
        assert plain["sizes"]["mention_depth"]["most"] == 3
        assert (plain["by"], list(plain["groups"])) == ("status", ["annotated", "raw"])
        assert "source_words" not in plain["groups"]["raw"]["sizes"]
        assert json.dumps(plain)
        assert "by" not in stats("examples/first-article.json").to_dict()

    def test_tables_of_groups(self, found: Statistics) -> None:
        tables = {one.title: one for one in found.tables()}
        assert tables["in all"].columns == ("all", "annotated", "raw")
        assert ("words", "15", "13", "2") in tables["in all"].rows
        assert tables["mentions by level"].rows[-1] == ("pronoun", "1", "1", "0")
        assert tables["mentions by level"].rows[0] == ("name", "2", "2", "0")
        assert "articles by status" not in tables, "it is what the columns are"
        sizes = {name: cells for name, *cells in tables["sizes: median (most)"].rows}
        assert sizes["words of an article"] == ["7.5 (13)", "13 (13)", "2 (2)"]
        assert sizes["words of a source"] == ["3 (3)", "3 (3)", "–"]

    def test_tables_of_the_whole(self, tmp_path: Path) -> None:
        write_lines(tmp_path / "both.jsonl", [ARTICLE, BARE])
        tables = {one.title: one for one in stats(tmp_path / "both.jsonl").tables(most=1)}
        assert tables["in all"].rows == [
            ("articles", "2"),
            ("words", "15"),
            ("characters", "80"),
            ("mentions", "6"),
            ("… in another mention", "2"),
            ("… of several parts", "1"),
            ("… after a proclitic", "1"),
            ("entities", "4"),
            ("… linked to Wikidata", "1"),
            ("quotes", "3"),
            ("… in another quote", "1"),
            ("… passed on by others", "1"),
            ("… without a speaker", "1"),
            ("speakers, by name", "2"),
            ("stances", "2"),
        ]
        assert tables["mentions by type"].rows[0] == ("ORG", "2", "33.3%")
        assert tables["quotes by type / how many passed them on"].rows == [
            ("(not decided) / 0", "1", "33.3%"),
            ("direct / 0", "1", "33.3%"),
            ("mixed / 1", "1", "33.3%"),
        ]
        assert tables["topics"].rows == [
            ("medtop:04000000 economy, business and finance", "1", "50.0%")
        ]
        assert tables["topics"].left_out == 1
        assert tables["quotes by speaker"].left_out == 1
        sizes = {name: cells for name, *cells in tables["sizes"].rows}
        assert sizes["words of a cue"] == ["3", "1.3", "1", "1", "1", "1.5", "2"]

    def test_a_notebook_shows_tables(self, found: Statistics) -> None:
        shown = found._repr_html_()
        assert shown.count("<table>") == len(found.tables())
        assert '<tr><th dir="auto">words</th><td>15</td><td>13</td><td>2</td></tr>' in shown
        assert "&lt;" not in shown

    def test_a_group_spells_names_as_the_whole_does(self, tmp_path: Path) -> None:
        other = ARTICLE.entities[0].__class__(id="e1", type="PER", name="ايمان")
        again = khabar.Article(
            schema=khabar.SCHEMA, id="three", language="ar", text=ARTICLE.text, status="raw",
            entities=(other,), quotes=(khabar.Quote(
                id="q1", content=ARTICLE.quotes[0].content, speaker="e1"
            ),),
        )  # fmt: skip
        write_lines(tmp_path / "all.jsonl", [ARTICLE, ARTICLE, again])
        tables = {one.title: one for one in stats(tmp_path / "all.jsonl", by="status").tables()}
        assert tables["quotes by speaker"].rows[0] == ("إيمان", "3", "2", "1")


class TestRefusals:
    def test_no_source_and_no_such_group(self) -> None:
        with pytest.raises(KhabarError, match="name what to count"):
            stats()
        with pytest.raises(KhabarError, match=r"cannot be grouped by 'mood'; by split, status"):
            stats(FIVE, by="mood")

    def test_no_splits(self) -> None:
        with pytest.raises(KhabarError, match="there are no splits"):
            stats(FIVE / "articles", by="split")

    def test_a_source_without_articles(self, tmp_path: Path) -> None:
        (tmp_path / "none.jsonl").write_text("\n")
        with pytest.raises(KhabarError, match=r"none\.jsonl: there are no articles in it"):
            stats(FIVE, tmp_path / "none.jsonl")

    def test_an_article_in_two_lists(self, tmp_path: Path) -> None:
        shutil.copytree(FIVE, tmp_path / "five")
        train = (tmp_path / "five/splits/train.txt").read_text()
        (tmp_path / "five/splits/test.txt").write_text(train)
        with pytest.raises(KhabarError, match=r"is listed in .* already"):
            stats(tmp_path / "five")


class TestPin:
    def test_only_the_census_changes(self, tmp_path: Path) -> None:
        corpus = tmp_path / "five"
        shutil.copytree(FIVE, corpus)
        file = corpus / "metadata.json"
        before = json.loads(file.read_bytes())
        before["census"]["mentions"]["PER"] += 1
        file.write_text(json.dumps(before, ensure_ascii=False, indent=2) + "\n")
        others = {one: one.read_bytes() for one in corpus.rglob("*") if one.is_file()}
        del others[file]
        (one,) = pin(corpus)
        assert (one.subject, one.label, one.said - one.found) == ("mentions", "PER", 1)
        after = json.loads(file.read_bytes())
        assert after == before | {"census": after["census"]}
        assert file.read_text() == json.dumps(after, ensure_ascii=False, indent=2) + "\n"
        assert {path: path.read_bytes() for path in others} == others
        assert list(khabar.check(corpus, select=["KH630"])) == []
        assert pin(corpus) == []
        assert json.loads(file.read_bytes()) == after

    def test_what_is_no_corpus_or_has_no_metadata(self, tmp_path: Path) -> None:
        with pytest.raises(KhabarError, match="this is no corpus: it has no folder articles/"):
            pin(tmp_path)
        write_article(tmp_path / "articles/two.json", BARE)
        with pytest.raises(KhabarError, match=r"metadata\.json: cannot be read: no such file"):
            pin(tmp_path)

    def test_a_broken_article_leaves_the_old_numbers(self, tmp_path: Path) -> None:
        write_article(tmp_path / "articles/two.json", BARE)
        (tmp_path / "articles/xyz.json").write_text("{")
        (tmp_path / "metadata.json").write_text('{"census": {"words": 1}}')
        with pytest.raises(KhabarError, match=r"xyz\.json:1:2: this is not JSON"):
            pin(tmp_path)
        assert read_census(tmp_path / "metadata.json") == {"words": 1}
