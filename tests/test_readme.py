"""The README runs, and what it shows is so."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from khabar.rules import check
from khabar.store import read_article

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
SESSION = re.compile(r"^\$ khabar (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
SESSIONS = [(one[1], one[2]) for block in BLOCK.findall(README) for one in SESSION.finditer(block)]
MOST = 8
"""So many lines of what a command prints are shown; of more, the first ones and the last."""


@pytest.mark.parametrize(("command", "shown"), SESSIONS, ids=[one for one, _ in SESSIONS])
def test_commands_show_what_the_readme_says(command: str, shown: str) -> None:
    assert said(command) == shown, "run: PYTHONPATH=tests python -m test_readme"


def said(command: str) -> str:
    """What a command prints, shortened as a reader likes it."""
    done = subprocess.run(
        [sys.executable, "-m", "khabar", *shlex.split(command)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        env=os.environ | {"NO_COLOR": "1", "COLUMNS": "200"},
    )
    assert done.returncode == 0, done.stderr
    lines = (done.stdout + done.stderr).strip().splitlines()
    if len(lines) > MOST:
        lines = [*lines[:3], "…", lines[-1]]
    return "".join(f"{one}\n" for one in lines)


def written() -> str:
    """The page with what its commands print today."""
    return BLOCK.sub(lambda block: SESSION.sub(_again, block[0]), README)


def _again(session: re.Match[str]) -> str:
    return f"$ khabar {session[1]}\n{said(session[1])}"


def test_there_are_commands_to_run() -> None:
    assert len(SESSIONS) >= 3


def test_the_article_on_the_first_screen_is_the_example() -> None:
    (block,) = re.findall(r"```json\n(.*?)```", README, re.DOTALL)
    assert len(block.splitlines()) <= 12
    article = read_article(ROOT / "examples" / "first-article.json")
    assert json.dumps(article.text, ensure_ascii=False) in block
    shown = [json.loads(one) for one in re.findall(r'\{"start"[^}]*\}', block)]
    assert shown
    for span in shown:
        assert article.text[span["start"] : span["end"]] == span["text"]
    head = block.split("…", maxsplit=1)[0]
    assert f'"id": "{article.id}"' in head


def test_the_python_runs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    (checking,) = [block for block in blocks if "khabar.check" in block]
    exec(compile(checking, "README.md", "exec"), {})
    found = [f"{one.code} {one.place} {one.message}\n" for one in check("corpus")]
    assert capsys.readouterr().out == "".join(found)


def test_every_file_it_points_to_is_there() -> None:
    for text in (README, (ROOT / "CONTRIBUTING.md").read_text()):
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (ROOT / target).exists(), target


if __name__ == "__main__":
    (ROOT / "README.md").write_text(written(), encoding="utf-8")
