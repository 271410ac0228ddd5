"""``khabar ingest``: its report, its exit status, its errors."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from khabar.commands import app

PAGES = Path(__file__).parents[1] / "ingest" / "pages"


def run(*arguments, **options):
    return CliRunner().invoke(app, ["ingest", *map(str, arguments)], **options)


def test_the_report_says_what_came_of_each_part(tmp_path):
    done = run(PAGES / "embedded.txt", "--out", tmp_path / "out")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == str(PAGES / "embedded.txt")
    assert lines[1].endswith(": 2 sentences, 138 characters")
    assert lines[1].startswith("  written   shyfh-aldfh-")
    assert "            keywords: جامعة الزيزفون، معهد البحار، بحث علمي" in lines
    assert any(line.endswith("an article embedded in the page") for line in lines)
    assert (
        "  left out  line 8: debris of a script, 50 characters: "
        "(adsbygoogle = window.adsbygoogle || []).push({});"
    ) in lines
    assert lines[-1] == "2 articles: 2 written; 4 stretches left out"


def test_changes_and_notes_are_counted(tmp_path):
    page = tmp_path / "a.txt"
    page.write_bytes("\ufeffقال\u00a0المدير:  \r\n&quot;نعــم&quot; للتوسعة الجديدة.\r\n".encode())
    lines = run(page, "--out", tmp_path / "out").stdout.splitlines()
    assert [line.strip().partition(", first:")[0] for line in lines[2:]] == [
        "changed: odd spaces and tabs made plain spaces: 1",
        "changed: lines freed of blanks at their end: 1",
        "kept: tatweel: 2",
        "changed   HTML entities decoded: 2",
        "changed   byte order marks taken out: 1",
        "changed   CRLF or CR made LF: 2",
        "1 articles: 1 written; 7 characters changed",
    ]
    assert "first: قال<U+00A0>المدير" in lines[2]


def test_json_is_one_document(tmp_path):
    done = run(*sorted(PAGES.iterdir()), "--out", tmp_path / "out", "--format", "json")
    report = json.loads(done.stdout)
    assert len(report["pages"]) == 5
    assert report["totals"]["statuses"] == {"written": 6}
    assert report["pages"][0]["articles"][1]["embedded"] is True
    nothing = run(tmp_path / "no", "--out", tmp_path / "out", "--format", "json", "--limit", 0)
    assert [page["error"] for page in json.loads(nothing.stdout)["pages"]] == [
        f"{tmp_path}/no: cannot be read: no such file or directory"
    ]


def test_json_without_any_page_is_a_document_too(tmp_path):
    source = PAGES / "plain.txt"
    done = run(source, "--out", tmp_path / "out", "--format", "json", "--limit", 0)
    assert json.loads(done.stdout)["pages"] == []


def test_many_pages_are_summed_up(tmp_path):
    texts = (f"وصلت السفينة رقم {number} إلى الميناء الجديد." for number in range(5))
    source = tmp_path / "a.jsonl"
    source.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")
    lines = run(source, "--out", tmp_path / "out", "--limit", 2).stdout.splitlines()
    assert lines[-2:] == ["(3 more pages; --limit N shows N in full)", "5 articles: 5 written"]
    assert len(lines) == 6


def test_one_bad_source_is_one_line_and_status_2(tmp_path):
    done = run(tmp_path / "no.txt", PAGES / "plain.txt", "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert done.stderr == f"error: {tmp_path}/no.txt: cannot be read: no such file or directory\n"
    assert len(list((tmp_path / "out").glob("*.json"))) == 1


def test_a_refused_article_is_status_1(tmp_path):
    run(PAGES / "plain.txt", "--out", tmp_path)
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    done = run(PAGES / "plain.txt", "--out", tmp_path, "--license", "CC-BY-4.0")
    assert done.exit_code == 1
    assert "the article of that id differs in: publication" in done.stdout
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before


@pytest.mark.parametrize("option", ["--fields", "--out"])
def test_bad_options_are_one_line_and_status_2(tmp_path, option):
    blocked = tmp_path / "file"
    blocked.write_text("x", "utf-8")
    options = {"--out": tmp_path / "out", "--fields": "text=body"}
    options[option] = {"--fields": "nonsense", "--out": blocked}[option]
    done = run(PAGES / "plain.txt", *(part for pair in options.items() for part in pair))
    assert done.exit_code == 2
    assert done.stderr.startswith("error: ")
    assert done.stderr.count("\n") == 1


def test_standard_input(tmp_path):
    done = run("-", "--out", tmp_path, input="وصلت السفينة الأولى إلى الميناء الجديد.")
    assert done.exit_code == 0
    assert done.stdout.startswith("<stdin>\n  written")
