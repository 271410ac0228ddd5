"""``khabar stats`` as a user meets it."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from census.made import ARTICLE, BARE
from five_articles import FIVE
from khabar.census import SUBJECTS
from khabar.model import Entity, Publication
from khabar.store import line, write_article, write_lines
from test_scale import peak

ROOT = Path(__file__).parents[2]


def khabar(*arguments: object, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "khabar", "stats", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        check=False,
        env=os.environ | {"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"},
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


@pytest.fixture
def both(tmp_path: Path) -> Path:
    write_lines(tmp_path / "both.jsonl", [ARTICLE, BARE])
    return tmp_path / "both.jsonl"


def test_tables_for_a_terminal(both: Path) -> None:
    done = khabar(both, "--most", 1)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(
        "in all                   count\n"
        "  articles                   2\n"
        "  words                     15\n"
    )
    assert (
        "mentions by level    count  share\n"
        "  name                   2  33.3%\n"
        "  nominal                2  33.3%\n"
        "  (none)                 1  16.7%\n"
        "  pronoun                1  16.7%\n"
    ) in done.stdout
    assert (
        "quotes by speaker    count  share\n"
        "  \u2068إيمان\u2069                  1  50.0%\n"
        "  and 1 more\n"
    ) in done.stdout
    assert all(one == one.rstrip() for one in done.stdout.splitlines())


def test_markdown_by_group(both: Path) -> None:
    done = khabar(both, "--by", "publisher", "--output-format", "markdown")
    assert done.returncode == 0, done.stderr
    head = "| in all | all | (no publisher) | نشرة الساحل |\n|---|---:|---:|---:|\n"
    assert done.stdout.startswith(head + "| articles | 2 | 1 | 1 |\n| words | 15 | 2 | 13 |\n")
    assert "| words of a cue | 1 (2) | – | 1 (2) |\n" in done.stdout


def test_json_has_everything(both: Path, tmp_path: Path) -> None:
    done = khabar(both, "--output-format", "json", "-o", tmp_path / "out.json", "--most", 1)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    found = json.loads((tmp_path / "out.json").read_bytes())
    assert found["counts"]["speaker_names"] == {"إيمان": 1, "سالم": 1}
    assert found["counts"].keys() | found["sizes"].keys() == set(SUBJECTS)
    assert found["sizes"]["mention_words"] == {
        "count": 6, "mean": 10 / 6, "least": 1, "lower": 1, "median": 1.5, "upper": 2, "most": 3
    }  # fmt: skip


def test_names_break_no_line_and_no_table(tmp_path: Path) -> None:
    about = Publication(publisher="a|b\n\x1b[31m\u202e")
    write_article(tmp_path / "two.json", replace(BARE, publication=about))
    plain = khabar(tmp_path / "two.json")
    assert "\x1b" not in plain.stdout
    assert "  a|b<U+000A><U+001B>[31m" in plain.stdout
    table = khabar(tmp_path / "two.json", "--output-format", "markdown").stdout
    assert "| a\\|b \\<U+001B\\>\\[31m" in table


def test_standard_input(both: Path) -> None:
    assert khabar("-", stdin=both.read_bytes()).stdout == khabar(both).stdout


def test_what_a_reader_remarks_is_told(tmp_path: Path) -> None:
    export = [{"id": 1, "data": {"text": "نص قصير"}, "annotations": [{"id": 1, "result": [
        {"id": "r", "from_name": "label", "to_name": "text", "type": "labels",
         "value": {"start": 0, "end": 2, "text": "نص", "labels": ["HERO"]}},
    ]}]}]  # fmt: skip
    (tmp_path / "export.json").write_text(json.dumps(export))
    done = khabar(tmp_path / "export.json")
    assert done.returncode == 0, done.stderr
    assert "LS005" in done.stderr
    assert re.search(r"^  articles +1$", done.stdout, re.MULTILINE)


class TestBadInput:
    def refused(self, *arguments: object, stdin: bytes = b"") -> str:
        done = khabar(*arguments, stdin=stdin)
        assert (done.returncode, done.stdout) == (2, ""), done.stderr
        assert done.stderr.startswith("error: ")
        assert done.stderr.count("\n") == 1
        return done.stderr

    def test_an_empty_folder(self, tmp_path: Path) -> None:
        assert "there are no articles in this folder" in self.refused(tmp_path)
        (tmp_path / "articles").mkdir()
        assert "there are no articles in this folder" in self.refused(tmp_path)

    def test_no_such_file(self, tmp_path: Path) -> None:
        assert "there is no such file or folder" in self.refused(tmp_path / "none.jsonl")

    def test_a_bad_line_has_its_place(self, both: Path) -> None:
        both.write_bytes(both.read_bytes() + b'{"schema": }\n')
        assert f"{both}:3:12: this is not JSON" in self.refused(both)

    def test_a_bad_file(self, tmp_path: Path) -> None:
        file = tmp_path / "abc.json"
        file.write_bytes(line(BARE).replace(b'"raw"', b'"ripe"'))
        column = file.read_text().index('"ripe"') + 1
        assert f'{file}:1:{column}: "ripe" is not one of raw' in self.refused(file)
        for data in (b"", b"\x00\x01\xff", b"[", b'{"khabar/', b'{"id": "abc"}', b"[3]"):
            file.write_bytes(data)
            assert str(file) in self.refused(file)

    def test_standard_input_that_is_empty(self) -> None:
        assert "<stdin>" in self.refused("-")

    def test_parquet_that_is_none(self, tmp_path: Path) -> None:
        (tmp_path / "a.parquet").write_bytes(b"PAR1")
        assert "a.parquet" in self.refused(tmp_path / "a.parquet")

    def test_nothing_half_written(self, both: Path, tmp_path: Path) -> None:
        (tmp_path / "out.txt").write_text("old")
        both.write_bytes(both.read_bytes() + b"{\n")
        self.refused(both, "-o", tmp_path / "out.txt")
        assert (tmp_path / "out.txt").read_text() == "old"

    def test_what_cannot_be_pinned(self, both: Path) -> None:
        assert "this is no corpus" in self.refused("--pin", both)
        assert "of one corpus" in self.refused("--pin", FIVE, FIVE)
        for words in (("--by", "status"), ("-o", both)):
            assert "not with --by or --output-file" in self.refused("--pin", FIVE, *words)


def test_a_census_is_pinned_and_then_checked(tmp_path: Path) -> None:
    corpus = tmp_path / "five"
    shutil.copytree(FIVE, corpus)
    (gone, *_) = sorted((corpus / "articles").iterdir())
    khabar("--pin", corpus)
    gone.unlink()
    check = [sys.executable, "-m", "khabar", "check", "--select", "KH630", str(corpus)]
    said = subprocess.run(check, capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert f"`khabar stats --pin {corpus}`" in said.stdout
    done = khabar("--pin", corpus)
    assert done.returncode == 0, done.stderr
    assert "articles annotated: was 5, is 4\n" in done.stdout
    assert re.search(r"^words: was \d+, is \d+$", done.stdout, re.MULTILINE)
    assert done.stderr == f"{corpus / 'metadata.json'} has the census of the articles\n"
    assert subprocess.run(check, capture_output=True, check=False).returncode == 0


def test_the_help_and_the_page_name_what_there_is() -> None:
    said = khabar("--help").stdout
    for option in ("--by", "--output-format", "--output-file", "--most", "--pin"):
        assert option in said
    page = (ROOT / "docs" / "stats.md").read_text(encoding="utf-8")
    assert [one for one in (*SUBJECTS, "splits") if f"`{one}`" not in page] == []


@pytest.mark.long
def test_fifty_thousand_articles_in_flat_memory(tmp_path: Path) -> None:
    """Every article has an entity of its own who speaks, and the names stay small."""
    target, few = tmp_path / "many.jsonl", tmp_path / "few.jsonl"
    named = [
        replace(
            ARTICLE, id=f"a-{at}", text=ARTICLE.text + " نص" * 400,
            entities=(Entity(id="e1", type="PER", name=f"سلمى {at}"), *ARTICLE.entities[1:]),
        )
        for at in range(5000)
    ]  # fmt: skip
    lines = b"".join(line(one) + b"\n" for one in named)
    with target.open("wb") as stream:
        for at in range(10):
            stream.write(lines.replace(b'"id":"a-', f'"id":"{at}-'.encode()))
    write_lines(few, named[:500])
    small, large = peak("stats", few), peak("stats", target)
    assert (small[0], large[0]) == (0, 0), large[2]
    assert re.search(r"^  articles +50,000$", large[2], re.MULTILINE)
    assert re.search(r"^  speakers, by name +5,001$", large[2], re.MULTILINE)
    assert large[1] < small[1] + 20, "memory grows with the number of articles"
