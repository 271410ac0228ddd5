"""Every command on a corpus that has passes: each takes what it is there for, and says so."""

import json
import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from five_articles import FIVE
from khabar import load
from khabar.commands import app
from khabar.commands.studio._corpus import Corpus, articles
from khabar.rules import check, rules
from khabar.scale.shards import shards
from khabar.store import (
    line,
    read_article,
    read_articles,
    write_article,
    write_lines,
)
from with_passes import ANNOTATORS, with_passes

FIRST = "passes/annotator-1/coastal-storm.json"
WIDE = ("--isolated", "--no-cache", "--select", "KH0,KH1,KH514,KH6,KH78")
NAMES = sorted(path.stem for path in (FIVE / "articles").glob("*.json"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_passes(tmp_path_factory.mktemp("made") / "corpus")


@pytest.fixture
def corpus(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "corpus")
    return tmp_path / "corpus"


def run(*arguments: object):
    return CliRunner().invoke(app, [str(one) for one in arguments])


CLEAN = ": 0 errors, 0 warnings, 0 info\n"


@pytest.mark.parametrize(
    "command, said",
    [
        ("check CORPUS *", "checked 5 articles and 10 passes" + CLEAN),
        ("check CORPUS * --workers 2", "checked 5 articles and 10 passes" + CLEAN),
        ("check CORPUS/.. *", "checked 5 articles and 10 passes" + CLEAN),
        ("check CORPUS/articles *", "checked 5 articles" + CLEAN),
        ("check CORPUS/passes *", "checked 10 passes" + CLEAN),
        (f"check CORPUS/{FIRST} *", "checked 1 pass" + CLEAN),
        ("check CORPUS/*/*.json *", "coastal-storm.json: left out: it belongs to a corpus"),
        ("check CORPUS/**/c*.json *", "checked 1 article and 2 passes" + CLEAN),
        ("check CORPUS * --fix", "fixed 0 findings in 0 files"),
        ("format --check CORPUS", "0 of 15 files would change"),
        ("format --check CORPUS/..", "0 of 15 files would change"),
        ("schema upgrade CORPUS", "0 of 15 files changed"),
        ("diff --exit-code CORPUS CORPUS", "nothing changed"),
        ("diff --exit-code CORPUS CORPUS/articles", "nothing changed"),
        ("diff --exit-code CORPUS/passes CORPUS/passes", "nothing changed"),
        ("convert CORPUS OUT", "OUT: 5 articles\n"),
        ("convert CORPUS OUT", "10 passes over them left out; --from passes takes them too\n"),
        ("convert CORPUS OUT.jsonl", "OUT.jsonl: 5 articles\n"),
        ("convert CORPUS OUT.ls.json", "OUT.ls.json: 5 articles\n"),
        ("convert CORPUS OUT.jsonl --from passes", "OUT.jsonl: 15 articles\nof 5 texts"),
        ("convert CORPUS/passes OUT.jsonl", "OUT.jsonl: 10 articles\nof 5 texts"),
        ("stats CORPUS", "  articles                   5\n"),
        ("stats CORPUS --by split --output-format json", '"articles": 5,'),
        ("agree CORPUS --resamples 0", "5 articles by annotator-1, annotator-2\n"),
        ("agree CORPUS/passes --resamples 0", "5 articles by annotator-1, annotator-2\n"),
        ("split CORPUS --dry-run", "\n0 articles added, 0 moved; the others stay\n"),
        ("hub build CORPUS -o OUT", "articles                 3           1           1\n"),
    ],
)
def test_a_command(command: str, said: str, corpus: Path) -> None:
    out = str(corpus.parent / "OUT")
    words = [one for word in command.split() for one in (WIDE if word == "*" else [word])]
    done = run(*(one.replace("CORPUS", str(corpus)).replace("OUT", out) for one in words))
    assert done.exit_code == 0, done.output
    assert said.replace("OUT", out) in done.output


@pytest.fixture(params=[one.code for one in rules().values() if one.scope == "corpus"])
def code(request: pytest.FixtureRequest) -> str:
    return request.param


def test_a_rule_on_the_corpus_says_of_articles_what_it_says_without_passes(
    code: str, corpus: Path, tmp_path: Path
) -> None:
    """Where everything is rare, settings bring KH627 to speak."""
    (tmp_path / "khabar.toml").write_text("[check]\nleast-examples = 40\n")
    both = [list(check(corpus, select=[code]))]
    shutil.rmtree(corpus / "passes")
    shutil.rmtree(corpus / "adjudication")
    both.append(list(check(corpus, select=[code])))
    assert [str(one) for one in both[0]] == [str(one) for one in both[1]]
    assert both[0] or code != "KH627"


def test_a_topic_of_one_pass_is_not_the_only_one_of_fifty_articles(tmp_path: Path) -> None:
    one = replace(
        read_article(FIVE / "articles" / "port-expansion.json"), topics=("medtop:11000000",)
    )
    sport = ("medtop:15000000",)
    for number in range(50):
        copy = replace(one, id=f"copy-{number}")
        write_article(tmp_path / "articles" / f"{copy.id}.json", copy)
        for who, topics in zip(ANNOTATORS, (sport if not number else one.topics, ()), strict=True):
            write_article(
                tmp_path / "passes" / who / f"{copy.id}.json", replace(copy, topics=topics)
            )
    assert list(check(tmp_path, select=["KH514"])) == []
    write_article(tmp_path / "articles" / "copy-7.json", replace(one, id="copy-7", topics=sport))
    found = [str(one) for one in check(tmp_path, select=["KH514"])]
    assert len(found) == 1
    assert "no other of 50 articles" in found[0]


def test_check_within_the_passes_knows_them(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(corpus / "passes" / "annotator-2")
    assert run("check", ".", *WIDE).output == "checked 5 passes" + CLEAN


def test_only_what_is_stray_is_called_so(corpus: Path) -> None:
    remembered = corpus / "passes" / ".khabar" / "check" / "one.cache"
    strays = [corpus / "passes" / "annotator-1" / "notes.docx", corpus / "articles" / "a.json.orig"]
    remembered.parent.mkdir(parents=True)
    for one in (remembered, *strays):
        one.write_text("?")
    found = [one.place.file for one in check(corpus, select=["KH640"]) if one.place]
    assert sorted(found) == sorted(map(str, strays))


@pytest.mark.parametrize("name", ["adjudication", "agreement.json", "adjudication/c*.json"])
def test_what_holds_no_articles_is_not_checked(name: str, corpus: Path) -> None:
    done = run("check", corpus / name, *WIDE)
    assert done.exit_code == 2
    assert done.output.endswith("error: there are no articles to check\n")


def test_exceptions_of_an_article_hold_for_its_passes(corpus: Path, tmp_path: Path) -> None:
    topic = ("medtop:20000641",)
    for who in ANNOTATORS:
        file = corpus / "passes" / who / "water-treaty.json"
        write_article(file, replace(read_article(file), topics=topic))
    assert list(check(corpus, select=["KH513", "KH690"])) == []

    plain = ("--isolated", "--no-cache", "--select", "KH4", "--baseline", tmp_path / "known")
    before = run("check", corpus, *plain[:-2], "-q", "--output-format", "json")
    assert len(json.loads(before.stdout)) > 10
    assert run("check", corpus, *plain, "--write-baseline").exit_code == 0
    after = run("check", corpus, *plain)
    assert after.output == "checked 5 articles and 10 passes" + CLEAN


def test_format_brings_passes_into_canonical_form(corpus: Path) -> None:
    file = corpus / FIRST
    canonical = file.read_bytes()
    file.write_bytes(line(read_article(file)))
    done = run("format", corpus)
    assert done.stdout == f"formatted {file}\n"
    assert file.read_bytes() == canonical


def test_diff_compares_passes_of_one_annotator(corpus: Path, made: Path) -> None:
    article = read_article(corpus / FIRST)
    write_article(corpus / FIRST, replace(article, mentions=article.mentions[1:]))
    (corpus / "passes" / "annotator-2" / "port-expansion.json").unlink()
    done = run("diff", made, corpus, "--exit-code")
    assert done.exit_code == 1
    heads = [one for one in done.stdout.splitlines() if not one.startswith(" ")]
    assert heads == [
        "coastal-storm by annotator-1: changed, 1 mention removed",
        "port-expansion by annotator-2: removed",
    ]
    file = corpus / "articles" / "port-expansion.json"
    write_article(file, replace(read_article(file), topics=()))
    assert "\nport-expansion: changed" in "\n" + run("diff", made, corpus).stdout
    assert run("diff", made / "articles", corpus).stdout.startswith("port-expansion by ")


def test_a_dataset_is_of_the_articles_and_its_card_tells_of_the_passes(corpus: Path) -> None:
    out = corpus.parent / "dataset"
    assert run("hub", "build", corpus, "-o", out).exit_code == 0
    assert run("hub", "check", out).exit_code == 0
    assert run("diff", "--exit-code", corpus, out).exit_code == 0
    assert "passes of annotator-1 and annotator-2 on 5 articles" in (out / "README.md").read_text()
    (corpus / "agreement.json").unlink()
    shutil.rmtree(out)
    assert run("hub", "build", corpus, "-o", out).exit_code == 0
    said = "2 annotators labelled articles independently: annotator-1 5, annotator-2 5."
    assert said in (out / "README.md").read_text()


def test_a_census_counts_no_passes(corpus: Path) -> None:
    before = json.loads((corpus / "metadata.json").read_bytes())["census"]
    assert run("stats", corpus, "--pin").exit_code == 0
    after = json.loads((corpus / "metadata.json").read_bytes())["census"]
    assert {name: after[name] for name in before} == before


def test_split_lists_each_article_once(corpus: Path) -> None:
    shutil.rmtree(corpus / "splits")
    assert run("split", corpus).exit_code == 0
    listed = [one for file in corpus.glob("splits/*.txt") for one in file.read_text().split()]
    assert sorted(listed) == NAMES


def test_load_gives_articles_and_passes_by_their_folder(corpus: Path) -> None:
    assert [one.id for one in load(corpus)] == NAMES
    assert [row["id"] for row in load(corpus, "articles")] == NAMES
    assert list(load(corpus)) == list(read_articles(FIVE))
    assert len(list(load(corpus / "passes" / "annotator-2"))) == 5


def test_articles_go_to_the_server_not_passes(corpus: Path) -> None:
    assert list(articles([str(corpus)])) == list(read_articles(FIVE))
    known = Corpus(corpus)
    assert sorted(known) == NAMES
    assert [known[name] for name in NAMES] == list(read_articles(FIVE))


def test_ingest_takes_a_corpus_for_the_folder_of_its_articles(corpus: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("عنوان الخبر\n\nقالت الوزيرة إن العمل بدأ في الميناء صباح اليوم.\n")
    first, again = run("ingest", page, "-o", corpus), run("ingest", page, "-o", corpus)
    assert first.stdout.endswith("1 articles: 1 written\n"), first.output
    assert again.stdout.endswith("1 articles: 1 unchanged\n"), again.output
    assert len(list((corpus / "articles").iterdir())) == 6


def test_shards_of_a_corpus_are_those_of_its_articles(tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    for room in ("articles", "passes/annotator-1"):
        write_lines(tmp_path / room / "all.jsonl", read_articles(FIVE))
    assert shards(str(tmp_path)) == [str(tmp_path / "articles" / "all.jsonl")]
