"""``khabar check`` and ``khabar rule`` as people run them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from khabar.commands import app
from khabar.model import SCHEMA, Article, Mention, Origin, Span
from khabar.store import line, write_article

GOOD = Article(
    schema=SCHEMA,
    id="good",
    language="ar",
    text="قالت سلمى لا",
    status="raw",
    mentions=(Mention(id="m1", type="PER", spans=(Span(start=5, end=9, text="سلمى"),)),),
)
BAD = Article(
    schema=SCHEMA,
    id="bad",
    language="ar",
    text="قالت سلمى نعم",
    status="raw",
    mentions=(Mention(id="m1", type="PER", spans=(Span(start=4, end=8, text="سلمى"),)),),
)


def run(*words: object, stdin: bytes = b"", **environment: str) -> tuple[int, str, str]:
    """Run khabar; exit status, standard output and standard error."""
    settings = {"GITHUB_STEP_SUMMARY": None} | environment
    done = CliRunner().invoke(app, [str(word) for word in words], input=stdin, env=settings)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_article(tmp_path / "good.json", GOOD)
    write_article(tmp_path / "bad.json", BAD)
    return tmp_path


def test_clean(folder: Path) -> None:
    said = run("check", folder / "good.json")
    assert said == (0, "", "checked 1 article: 0 errors, 0 warnings, 0 info\n")


def test_findings(folder: Path) -> None:
    status, out, err = run("check", folder)
    assert status == 1
    file = folder / "bad.json"
    assert out == (
        f"{file}:7:43: error KH205 span-text-differs: the span says '\u2068سلمى\u2069', the text "
        "has '\u2068 سلم\u2069' at 4:8; the offsets are shifted by +1: the words stand at 5:9\n"
        "    \u2068 سلم\u2069\n"
        "    fix: move the span to 5:9\n"
    )
    assert err == "checked 2 articles: 1 error, 0 warnings, 0 info\n"


@pytest.mark.parametrize(
    "options, status",
    [
        (["--exit-zero"], 0),
        (["--ignore", "KH2"], 0),
        (["--select", "KH3,KH4"], 0),
        (["--select", "span-text-differs"], 1),
        (["--severity", "KH205=warning"], 0),
        (["--severity", "KH2=info", "--severity", "KH205=warning", "--error-on-warning"], 1),
        (["--severity", "span-text-differs=info", "--error-on-warning"], 0),
    ],
)
def test_options(folder: Path, options: list[str], status: int) -> None:
    assert run("check", folder, *options)[0] == status


def test_statistics_and_quiet(folder: Path) -> None:
    _, _, err = run("check", folder, "--statistics", "--quiet")
    assert err == "      1 KH205 span-text-differs\n"


@pytest.mark.parametrize(
    "words, says",
    [
        (["nowhere.json"], "nowhere.json: there is no such file or folder"),
        (["-", "--select", "KH999"], "no rule has the code or name 'KH999'"),
        (["-", "--severity", "KH205"], "write CODE=SEVERITY"),
        (["-", "--severity", "KH205=fatal"], "write CODE=SEVERITY"),
        (["-", "--output-format", "xml"], "there is no output format 'xml'"),
        (["-", "--severity", "KH999=info"], "no rule has the code or name 'KH999'"),
    ],
)
def test_usage(words: list[str], says: str) -> None:
    status, out, err = run("check", *words)
    assert (status, out) == (2, "")
    assert err.startswith("error: ")
    assert says in err
    assert err.count("\n") == 1


def test_a_folder_without_articles(tmp_path: Path) -> None:
    status, out, err = run("check", tmp_path)
    assert (status, out) == (2, "")
    assert "no articles" in err


@pytest.mark.parametrize(
    "data, code",
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "KH002"),
        (b"", "KH004"),
        (b"{", "KH004"),
        (b'{"a": "\\ud83d"}', "KH007"),
        (b"[" * 100_000, "KH004"),
        (b"[]", "KH101"),
        (b"17", "KH101"),
        (b'"\xd9\x86"', "KH101"),
        (b'{"schema": 1e999}', "KH004"),
        (b'{"topics": [' + b"9" * 5000 + b"]}", "KH004"),
        (b'{"text": 123456789012345678901234567890}', "KH101"),
        (line(GOOD)[:-1] + b',"extra":{"x":' + b"[" * 800 + b"]" * 800 + b"}}", "KH006"),
        (line(GOOD)[:-1] + b',"extra":{"x":' + b"[" * 990 + b"]" * 990 + b"}}", "KH004"),
        (line(GOOD)[:-1] + b',"none":{"x":' + b"[" * 800 + b"]" * 800 + b"}}", "KH004"),
    ],
)
def test_bad_input(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "good.json").write_bytes(data)
    status, out, _ = run("check", tmp_path / "good.json")
    assert code in out, out
    assert status == (0 if code == "KH006" else 1)


def test_an_unreadable_file_in_a_folder_is_a_finding(folder: Path) -> None:
    (folder / "link.json").symlink_to(folder / "nowhere.json")
    status, out, err = run("check", folder, "--select", "KH0")
    assert status == 1
    assert out.startswith(f"{folder / 'link.json'}:1:1: error KH001 unreadable: ")
    assert err == "checked 2 articles: 1 error, 0 warnings, 0 info\n"
    assert run("check", folder, "--ignore", "KH001", "--ignore", "KH205")[0] == 0


def test_an_unreadable_file_by_name_is_no_use(tmp_path: Path) -> None:
    (tmp_path / "a.json").mkdir()
    (tmp_path / "b.json").symlink_to(tmp_path / "nowhere.json")
    assert run("check", tmp_path / "b.json")[0] == 2
    assert run("check", tmp_path / "a.json")[0] == 2


def test_standard_input_one_document(folder: Path) -> None:
    status, out, _ = run("check", "-", stdin=(folder / "bad.json").read_bytes())
    assert status == 1
    assert out.startswith("<stdin>:7:43: error KH205")


def test_standard_input_lines() -> None:
    data = line(GOOD) + b"\n\n" + line(BAD) + b"\n{\n"
    status, out, err = run("check", "-", "--output-format", "json", stdin=data)
    found = [(one["code"], one["place"]["line"], one["article"]) for one in json.loads(out)]
    assert (status, found) == (1, [("KH205", 3, "bad"), ("KH004", 4, None)])
    assert err.startswith("checked 3 articles")


def test_an_id_over_files(folder: Path) -> None:
    write_article(folder / "x" / "good.json", GOOD)
    status, out, _ = run("check", folder, "--select", "KH601")
    assert status == 1
    assert out == (
        f"{folder / 'x' / 'good.json'}:3:9: error KH601 duplicate-article-id: "
        f"the article 'good' also stands at {folder / 'good.json'}:1\n"
    )


def test_passes_share_the_id_of_their_article(tmp_path: Path) -> None:
    write_article(tmp_path / "articles" / "good.json", GOOD)
    for name in ("annotator-1", "annotator-2"):
        write_article(tmp_path / "passes" / name / "good.json", GOOD)
    (tmp_path / "metadata.json").write_text("{}")
    assert run("check", tmp_path)[0] == 0


def test_two_human_passes_outside_a_corpus(tmp_path: Path) -> None:
    by = [Article(**_fields(GOOD) | {"origin": Origin(kind="human", name=name)}) for name in "ab"]
    (tmp_path / "passes.jsonl").write_bytes(b"\n".join(map(line, by)))
    assert run("check", tmp_path)[0] == 0


def _fields(article: Article) -> dict[str, object]:
    return {name: getattr(article, name) for name in article.__struct_fields__}


def test_output_file(folder: Path) -> None:
    target = folder / "out" / "findings.json"
    target.parent.mkdir()
    status, out, _ = run(
        "check", folder / "bad.json", "--output-format", "json", "--output-file", target
    )
    assert (status, out) == (1, "")
    assert [one["code"] for one in json.loads(target.read_text())] == ["KH205"]


def test_output_file_stays_when_the_run_breaks(folder: Path) -> None:
    target = folder / "findings.txt"
    target.write_text("before")
    (folder / "dead.json").symlink_to("nowhere.json")
    (folder / "a.json").mkdir()
    status, _, err = run("check", folder / "bad.json", folder / "a.json", "--output-file", target)
    assert status == 2
    assert err.count("\n") == 1
    assert target.read_text() == "before"
    assert not list(folder.glob(".findings*"))


def test_github_writes_the_summary(folder: Path) -> None:
    page = folder / "summary.md"
    page.write_text("earlier\n")
    status, out, _ = run(
        "check", folder, "--output-format", "github", GITHUB_STEP_SUMMARY=str(page)
    )
    assert status == 1
    assert out.startswith("::error file=")
    said = page.read_text(encoding="utf-8")
    assert said.startswith("earlier\n### khabar check\n")
    assert "KH205 span-text-differs" in said


def test_a_narrow_terminal_encoding_is_no_reason_to_fail(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from khabar.commands import run; run()", "check", str(folder)],
        capture_output=True,
        env=dict(os.environ) | {"PYTHONIOENCODING": "ascii"},
        check=False,
    )
    assert done.returncode == 1
    assert b"\\u0633" in done.stdout
    assert b"Traceback" not in done.stderr


def test_rule_list_and_page() -> None:
    status, out, _ = run("rule")
    assert status == 0
    assert out.splitlines()[:2] == ["KH0xx files", "  KH001 error        unreadable"]
    status, page, _ = run("rule", "KH205")
    assert status == 0
    assert page.startswith("error, looks at one article, fix: safe\nKH205: span-text-differs.\n")
    assert run("rule", "span-text-differs")[1] == page
    assert run("rule", "KH209")[1].endswith("\nSee: corpus/guidelines/02-proclitics.md P6\n")
    assert run("rule", "KH21")[1].count("\n") == 8
    assert run("rule", "KH999")[0] == 2


@pytest.mark.parametrize("form", ["text", "concise", "json", "jsonl", "github", "sarif", "junit"])
def test_a_file_name_that_is_no_utf8(form: str, tmp_path: Path) -> None:
    Path(os.fsdecode(bytes(tmp_path) + b"/a\xff.json")).write_bytes(b"{oops")
    status, out, err = run("check", tmp_path, "--output-format", form)
    assert status == 1
    assert "KH004" in out
    assert err.startswith("checked 1 article: 1 error")
