"""The README runs, and what it shows is so."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from khabar.store import read_article

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
CONSOLE = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
SESSIONS = [
    (match[1], match[2])
    for block in CONSOLE
    for match in re.finditer(r"^\$ khabar (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]


@pytest.mark.parametrize(("command", "shown"), SESSIONS, ids=[one for one, _ in SESSIONS])
def test_commands_show_what_the_readme_says(command: str, shown: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "khabar", *shlex.split(command)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        env=os.environ | {"NO_COLOR": "1", "COLUMNS": "200"},
    )
    assert done.returncode == 0, done.stderr
    assert (done.stdout + done.stderr).strip() == shown.strip()


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
    assert capsys.readouterr().out == ""


def test_every_file_it_points_to_is_there() -> None:
    for text in (README, (ROOT / "CONTRIBUTING.md").read_text()):
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (ROOT / target).exists(), target
