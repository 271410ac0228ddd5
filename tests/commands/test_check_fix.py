"""``khabar check`` with repairs, settings, baselines, limits and git, as people run it."""

import json
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from khabar.commands import app
from khabar.model import SCHEMA, Article, Mention, Publication, Span
from khabar.store import dumps, line, write_article

TEXT = "قالت سلمى نعم"
CODES = ("--select", "KH0,KH1,KH2,KH302,KH305,KH690")


def article(name: str, start: int, **more: object) -> Article:
    span = Span(start=start, end=start + 4, text="سلمى")
    return Article(
        schema=SCHEMA, id=name, language="ar", text=TEXT, status="raw",
        publication=Publication(license="CC-BY-4.0"),
        mentions=(Mention(id="m1", type="PER", spans=(span,), **more),),
    )  # fmt: skip


def run(*words: object, stdin: bytes = b"") -> tuple[int, str, str]:
    done = CliRunner().invoke(
        app, ["check", *map(str, words)], input=stdin, env={"GITHUB_STEP_SUMMARY": None}
    )
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_article(tmp_path / "good.json", article("good", 5))
    write_article(tmp_path / "bad.json", article("bad", 4))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_fix(folder: Path) -> None:
    good = (folder / "good.json").stat().st_mtime_ns
    status, out, err = run(".", "--fix", *CODES)
    assert (status, out) == (0, "")
    assert err == (
        "fixed bad.json: 1 KH205 span-text-differs\n"
        "  moved mention m1 \u2068سلمى\u2069 spans: [4:8] → [5:9]\n"
        "fixed 1 finding in 1 file\n"
        "left: 0\n"
        "checked 2 articles: 0 errors, 0 warnings, 0 info\n"
    )
    assert (folder / "bad.json").read_bytes() == dumps(article("bad", 5))
    assert (folder / "good.json").stat().st_mtime_ns == good
    assert run(".", "--fix", *CODES, "--quiet") == (0, "", "")


def test_diff_writes_nothing(folder: Path) -> None:
    before = (folder / "bad.json").read_bytes()
    status, out, err = run("bad.json", "--diff", *CODES)
    assert (status, err) == (1, "would fix 1 finding in 1 file\n")
    assert out == (
        "would fix bad.json: 1 KH205 span-text-differs\n"
        "  moved mention m1 \u2068سلمى\u2069 spans: [4:8] → [5:9]\n"
    )
    assert (folder / "bad.json").read_bytes() == before
    assert run("bad.json", "--fix", "--diff", *CODES)[0] == 1
    assert (folder / "bad.json").read_bytes() == before
    assert run("good.json", "--diff", *CODES) == (0, "", "would fix 0 findings in 0 files\n")
    assert run("bad.json", "--diff", "--ignore", "KH205")[0] == 0


def test_unsafe_repairs_only_on_request(folder: Path) -> None:
    write_article(folder / "bad.json", article("bad", 5, entity="e9"))
    status, _, err = run("bad.json", "--fix", *CODES)
    assert status == 1
    assert "left: 1, 1 of them with --unsafe-fixes\n" in err
    status, _, err = run("bad.json", "--fix", "--unsafe-fixes", *CODES)
    assert status == 0
    assert "relinked mention m1 \u2068سلمى\u2069 entity: e9 → (none)" in err
    assert (folder / "bad.json").read_bytes() == dumps(article("bad", 5))


def test_lines(folder: Path) -> None:
    file = folder / "all.jsonl"
    file.write_bytes(line(article("one", 5)) + b"\n" + line(article("two", 4)) + b"\n")
    _, out, _ = run("all.jsonl", "--diff", *CODES)
    assert out.startswith("would fix all.jsonl:2: 1 KH205")
    run("all.jsonl", "--fix", *CODES)
    assert file.read_bytes() == line(article("one", 5)) + b"\n" + line(article("two", 5)) + b"\n"


def test_a_read_only_file(folder: Path) -> None:
    before = (folder / "bad.json").read_bytes()
    (folder / "bad.json").chmod(0o444)
    status, out, err = run("bad.json", "--fix", *CODES)
    assert (status, out) == (2, "")
    assert err == "error: bad.json: cannot be written: it is read-only\n"
    assert (folder / "bad.json").read_bytes() == before
    assert sorted(one.name for one in folder.iterdir()) == ["bad.json", "good.json"]


@pytest.mark.parametrize(
    "words, says",
    [
        (["-", "--fix"], "standard input"),
        (["good.json", "--unsafe-fixes"], "goes with --fix or --diff"),
        (["good.json", "--write-baseline"], "needs --baseline"),
        (["good.json", "--baseline", "none.tsv"], "no such baseline"),
        (["good.json", "--changed"], "git cannot tell what has changed"),
    ],
)
def test_usage(folder: Path, words: list[str], says: str) -> None:
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert err.startswith("error: ")
    assert says in err
    assert err.count("\n") == 1


def test_settings_and_who_wins(folder: Path) -> None:
    (folder / "khabar.toml").write_text('[check]\nselect = ["KH2"]\nignore = ["KH205"]\n')
    assert run("bad.json")[0] == 0
    assert run("bad.json", "--isolated", *CODES)[0] == 1
    assert run("bad.json", "--select", "KH205")[0] == 1
    assert run("bad.json", "--ignore", "KH212")[0] == 1
    (folder / "khabar.toml").write_text(
        '[check]\nselect = ["KH2"]\nerror-on-warning = true\n[check.severity]\nKH205 = "warning"\n'
    )
    assert run("bad.json")[0] == 1
    assert run("bad.json", "--no-error-on-warning")[0] == 0
    assert run("bad.json", "--severity", "KH205=info")[0] == 0
    (folder / "khabar.toml").write_text('[check]\nselct = ["KH2"]\n')
    status, _, err = run("bad.json")
    assert (status, err.count("\n")) == (2, 1)
    assert err.startswith(f"error: {folder / 'khabar.toml'}: ")


def test_per_path_also_holds_for_repairs(folder: Path) -> None:
    (folder / "khabar.toml").write_text('[check.per-path]\n"b*.json" = ["KH205"]\n')
    assert run(".", *CODES)[0] == 0
    assert run(".", "--diff", *CODES)[0] == 0


def test_most_per_rule(folder: Path) -> None:
    for name in ("bae", "baf"):
        write_article(folder / f"{name}.json", article(name, 4))
    status, out, err = run(".", "--max-per-rule", "1", *CODES)
    assert (status, out.count("KH205")) == (1, 1)
    assert err == (
        "not shown: 2 KH205 span-text-differs\nchecked 4 articles: 3 errors, 0 warnings, 0 info\n"
    )
    assert "not shown" not in run(".", "--max-per-rule", "3", *CODES)[2]


def test_baseline(folder: Path) -> None:
    status, out, err = run(".", "--baseline", "kept.tsv", "--write-baseline", *CODES)
    assert (status, out, err) == (0, "", "wrote 1 findings to kept.tsv\n")
    assert run(".", "--baseline", "kept.tsv", *CODES)[:2] == (0, "")
    assert run(".", "--baseline", "kept.tsv", "--diff", *CODES)[0] == 0
    write_article(folder / "bad.json", article("bad", 5))
    status, _, err = run(".", "--baseline", "kept.tsv", *CODES)
    assert status == 0
    assert err.startswith("kept.tsv:2: matches nothing: KH205 in bad\n")


def test_changed(folder: Path) -> None:
    def git(*words: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", *who, *words], check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "first")
    wide = ("--select", "KH205,KH601")
    assert run(".", "--changed", *wide)[0] == 0
    write_article(folder / "new.json", article("new", 4))
    write_article(folder / "good.json", article("good", 4))
    status, out, err = run(".", "--changed", *wide)
    assert status == 1
    assert "bad.json" not in out
    assert out.count("KH205") == 2
    assert err.startswith("2 of 3 files changed; these rules saw no others: KH601\n")
    assert "checked 2 articles" in err
    git("add", ".")
    git("commit", "-qm", "second")
    assert "checked 0 articles" in run(".", "--changed", *wide)[2]
    assert "checked 2 articles" in run(".", "--since", "HEAD~1", *wide)[2]
    assert run(".", "--since", "nowhere", *wide)[2].endswith("no revision 'nowhere'\n")


MISTAKES = Path(__file__).parents[2] / "examples" / "mistakes"


def page() -> str:
    """The page of mistakes with what the commands on it really say."""
    head, *blocks = (MISTAKES / "README.md").read_text(encoding="utf-8").split("```console\n")
    said = [head]
    for block in blocks:
        command = block.partition("\n")[0]
        _, out, err = run(*command.removeprefix("$ khabar check ").split())
        said.append(f"{command}\n{out}{err}```{block.partition('```')[2]}")
    return "```console\n".join(said)


def test_the_page_of_mistakes_shows_what_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(MISTAKES.parents[1])
    written = (MISTAKES / "README.md").read_text(encoding="utf-8")
    assert written.count("```console\n") == 4
    assert written == page(), "run: python tests/commands/test_check_fix.py"


@pytest.mark.parametrize("file", sorted(MISTAKES.glob("*.json")), ids=lambda file: file.stem)
def test_every_mistake_is_found(file: Path) -> None:
    assert json.loads(file.read_bytes())["id"] == file.stem
    assert run(file)[1] != ""
    assert f"`{file.name}`" in (MISTAKES / "README.md").read_text(encoding="utf-8")


if __name__ == "__main__":
    (MISTAKES / "README.md").write_text(page(), encoding="utf-8")
