"""Where corpora are checked: workflows, the action, the hooks, a test of two lines."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml

from khabar import __version__
from khabar.model import SCHEMA, Article, Mention, Span
from khabar.store import write_article

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
HOOKS = {one["id"]: one for one in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
GITHUB = Path(".github/workflows/khabar.yml")
GITLAB = Path(".gitlab/khabar.yml")


def article(start: int, name: str) -> Article:
    span = Span(start=start, end=start + 4, text="سلمى")
    mentions = (Mention(id="m1", type="PER", spans=(span,)),)
    text = f"قالت سلمى نعم {'مرة' * (name == 'bad')}".strip()
    return Article(
        schema=SCHEMA, id=name, language="ar", text=text, status="raw", mentions=mentions
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose corpus has one good article."""
    articles = tmp_path / "corpus" / "articles"
    articles.mkdir(parents=True)
    write_article(articles / "good.json", article(5, "good"))
    return tmp_path


def break_it(repository: Path) -> None:
    write_article(repository / "corpus" / "articles" / "سيئ" / "bad.json", article(4, "bad"))


def environment(**more: str) -> dict[str, str]:
    """The environment of a CI job: `khabar` and `python` are on the path."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{known['PATH']}"
    return known | {"PATH": path, "NO_COLOR": "1"} | more


def run(*words: object, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    command = [str(word) for word in words]
    return subprocess.run(
        command, cwd=cwd, env=environment(**more), capture_output=True, text=True, check=False
    )


def bash(script: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a script as GitHub runs the step of a composite action."""
    return run(
        "bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script, cwd=cwd, **more
    )


def init(repository: Path, *words: object) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-m", "khabar", "ci", "init", *words, cwd=repository)


def test_github_may_read_only(repository: Path) -> None:
    done = init(repository)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"wrote {GITHUB}\n", "")
    workflow = yaml.safe_load((repository / GITHUB).read_text())
    assert workflow["permissions"] == {"contents": "read"}
    (job,) = workflow["jobs"].values()
    assert "permissions" not in job
    assert job["steps"][0]["with"] == {"persist-credentials": False}
    assert "pull_request" in workflow[True]
    assert "secrets" not in (repository / GITHUB).read_text()


@pytest.mark.parametrize("broken", [False, True])
def test_the_steps_of_the_github_workflow_run(repository: Path, broken: bool) -> None:
    init(repository)
    if broken:
        break_it(repository)
    (job,) = yaml.safe_load((repository / GITHUB).read_text())["jobs"].values()
    install, check, form = [step["run"] for step in job["steps"] if "run" in step]
    assert install == f"python -m pip install khabar=={__version__}"
    page = repository / "summary.md"
    done = bash(check, repository, GITHUB_STEP_SUMMARY=str(page))
    assert done.returncode == int(broken)
    said = "::error file=corpus/articles/سيئ/bad.json,line=7,title=KH205 span-text-differs"
    assert (said in done.stdout) is broken
    assert ("KH205" in page.read_text()) is broken
    assert bash(form, repository).returncode == 0


@pytest.mark.parametrize("broken", [False, True])
def test_the_gitlab_job_runs(repository: Path, broken: bool) -> None:
    done = init(repository, "--gitlab")
    assert done.stdout == f"wrote {GITLAB}\n"
    if broken:
        break_it(repository)
    (job,) = yaml.safe_load((repository / GITLAB).read_text()).values()
    install, check, form = job["script"]
    assert install == f"python -m pip install --quiet khabar=={__version__}"
    done = run("sh", "-e", "-c", check, cwd=repository)
    assert done.returncode == int(broken)
    report = repository / job["artifacts"]["reports"]["codequality"]
    entries = json.loads(report.read_text())
    assert [one["check_name"] for one in entries] == ["KH205"] * broken
    assert ("corpus/articles/سيئ/bad.json:7:" in done.stdout) is broken
    assert run("sh", "-e", "-c", form, cwd=repository).returncode == 0


@pytest.mark.parametrize("form", ["--github", "--gitlab"])
def test_paths_of_any_name(repository: Path, form: str) -> None:
    (repository / "corpus").rename(repository / "my: 'corpus' #1 PATHS")
    init(repository, form, "my: 'corpus' #1 PATHS")
    text = (repository / (GITHUB if form == "--github" else GITLAB)).read_text()
    (job,) = (yaml.safe_load(text).get("jobs") or yaml.safe_load(text)).values()
    scripts = [one["run"] for one in job.get("steps", ()) if "run" in one] or job["script"]
    for script in scripts[1:]:
        done = bash(script, repository)
        assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", ["a\nb", "${{ secrets.X }}"])
def test_paths_that_would_say_something_else(repository: Path, path: str) -> None:
    done = init(repository, path)
    assert done.returncode == 2
    assert "a workflow cannot name this path" in done.stderr
    assert not (repository / GITHUB).exists()


def test_twice_is_as_once(repository: Path) -> None:
    init(repository)
    before = (repository / GITHUB).read_bytes()
    done = init(repository)
    assert (done.returncode, done.stdout) == (0, f"unchanged {GITHUB}\n")
    assert (repository / GITHUB).read_bytes() == before


def test_what_somebody_wrote_is_left_alone(repository: Path) -> None:
    (repository / GITHUB).parent.mkdir(parents=True)
    (repository / GITHUB).write_text("mine")
    done = init(repository)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"error: {GITHUB} is there and says something else; it is left as it is\n"
    assert (repository / GITHUB).read_text() == "mine"


def test_out(repository: Path, tmp_path: Path) -> None:
    top = tmp_path / "top"
    top.mkdir()
    assert init(repository, "--out", top).returncode == 0
    assert (top / GITHUB).is_file()
    done = init(repository, "--out", tmp_path / "nowhere")
    assert (done.returncode, (tmp_path / "nowhere").exists()) == (2, False)


def step(name: str) -> str:
    (found,) = [one for one in ACTION["runs"]["steps"] if one.get("name") == name]
    return found["run"]


@pytest.mark.parametrize("broken", [False, True])
def test_the_action_checks(repository: Path, broken: bool) -> None:
    (repository / "corpus").rename(repository / "my corpus")
    (repository / "corpus" / "articles").mkdir(parents=True)
    break_it(repository)
    paths = "my corpus\n" + "corpus\n" * broken
    done = bash(step("khabar check"), repository, KHABAR_PATHS=paths, KHABAR_ARGS="")
    assert done.returncode == int(broken), done.stderr
    assert ("::error file=corpus/articles/سيئ/bad.json" in done.stdout) is broken


def test_the_action_passes_options_on(repository: Path) -> None:
    break_it(repository)
    said = {"KHABAR_PATHS": "corpus", "KHABAR_ARGS": "--exit-zero --severity KH205=warning"}
    done = bash(step("khabar check"), repository, **said)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("::warning file=corpus/")


def test_the_action_runs_nothing_that_an_input_says(repository: Path) -> None:
    said = {"KHABAR_PATHS": "corpus; touch owned\n$(touch owned)", "KHABAR_ARGS": "`touch owned`"}
    assert bash(step("khabar check"), repository, **said).returncode == 2
    assert not (repository / "owned").exists()
    for one in ACTION["runs"]["steps"]:
        assert "${{" not in one.get("run", "")


@pytest.mark.parametrize(
    "version, wanted", [("", "/the/action"), ("0.3.1", "khabar==0.3.1"), ("1; x", "khabar==1; x")]
)
def test_the_action_installs(tmp_path: Path, version: str, wanted: str) -> None:
    fake = tmp_path / "bin" / "python"
    fake.parent.mkdir()
    fake.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    fake.chmod(0o755)
    said = {"KHABAR_VERSION": version, "KHABAR_SOURCE": "/the/action"}
    path = f"{fake.parent}{os.pathsep}{os.environ['PATH']}"
    done = bash(step("Install khabar"), tmp_path, PATH=path, **said)
    assert done.stdout.splitlines() == ["-m", "pip", "install", "--quiet", wanted]


def test_hooks(repository: Path) -> None:
    assert set(HOOKS) == {"khabar-check", "khabar-fix", "khabar-format"}
    good, bad = "corpus/articles/good.json", "corpus/articles/سيئ/bad.json"
    break_it(repository)
    for name, file, status in [("check", good, 0), ("check", bad, 1), ("format", good, 0)]:
        hook = HOOKS[f"khabar-{name}"]
        assert re.search(hook["files"], file)
        assert hook["language"] == "python"
        done = run(*shlex.split(hook["entry"]), file, cwd=repository)
        assert done.returncode == status, done.stderr


def test_the_fixing_hook_repairs(repository: Path) -> None:
    good = repository / "corpus/articles/good.json"
    before = good.read_bytes()
    good.write_bytes(b"\xef\xbb\xbf" + before)
    done = run(*shlex.split(HOOKS["khabar-fix"]["entry"]), good, cwd=repository)
    assert done.returncode == 0, done.stdout + done.stderr
    assert good.read_bytes() == before


@pytest.mark.parametrize(
    "file, looked_at",
    [
        ("articles/a.json", True),
        ("corpus/passes/one/a.jsonl", True),
        ("package.json", False),
        ("articles.json", False),
        ("articles/a.jsonx", False),
    ],
)
def test_what_hooks_look_at(file: str, looked_at: bool) -> None:
    for hook in HOOKS.values():
        assert bool(re.search(hook["files"], file)) is looked_at


@pytest.mark.parametrize("broken", [False, True])
def test_the_test_of_two_lines(repository: Path, broken: bool) -> None:
    (test,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "ci.md").read_text(), re.DOTALL)
    (repository / "test_corpus.py").write_text(test)
    if broken:
        break_it(repository)
    done = run(sys.executable, "-m", "pytest", "-q", "test_corpus.py", cwd=repository)
    assert done.returncode == int(broken), done.stdout
    assert ("KH205" in done.stdout) is broken


def test_what_the_page_shows(repository: Path) -> None:
    (session,) = re.findall(
        r"```console\n(.*?)```", (ROOT / "docs" / "ci.md").read_text(), re.DOTALL
    )
    for command, shown in re.findall(r"^\$ khabar (.*)\n((?:(?!\$ ).*\n)*)", session, re.MULTILINE):
        done = run(sys.executable, "-m", "khabar", *shlex.split(command), cwd=repository)
        assert done.stdout + done.stderr == shown


FORMS = ["concise", "github", "gitlab", "json", "jsonl", "junit", "markdown", "sarif", "text"]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_on_the_command_line(repository: Path, form: str) -> None:
    break_it(repository)
    file = repository / "out"
    words = ["khabar", "check", "corpus", "--output-format", form]
    done = run(*words, cwd=repository)
    assert done.returncode == 1, done.stderr
    assert "سيئ" in done.stdout or "%D8%B3%D9%8A%D8%A6" in done.stdout or form == "json"
    assert done.stdout.count("KH205") >= 1
    assert run(*words, "--output-file", file, cwd=repository).stdout == ""
    assert file.read_text() == done.stdout
    if form in {"gitlab", "json", "sarif"}:
        json.loads(done.stdout)
    if form == "junit":
        assert ET.fromstring(done.stdout.encode()).get("failures") == "1"
