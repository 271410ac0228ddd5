"""``khabar format``."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from khabar.commands import app
from khabar.model import SCHEMA, Article
from khabar.store import dumps, line

ARTICLE = Article(
    schema=SCHEMA, id="abc", language="ar", text="نص", status="raw", topics=("medtop:11000000",)
)
UNTIDY = (
    b'{"status":"raw","topics":["medtop:11000000"],"id":"abc","schema":"khabar/1.0",\n'
    b'"language":"ar","text":"\\u0646\\u0635"}'
)
run = CliRunner()


@pytest.mark.parametrize(
    ("name", "form"), [("abc.json", dumps(ARTICLE)), ("a.jsonl", line(ARTICLE) + b"\n")]
)
def test_it_formats_and_says_so(name: str, form: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(UNTIDY.replace(b"\n", b"") if name.endswith("l") else UNTIDY)
    checked = run.invoke(app, ["format", "--check", str(tmp_path)])
    assert checked.exit_code == 1
    assert f"would change {path}" in checked.stdout
    assert f"run: khabar format {tmp_path}" in checked.stderr
    assert path.read_bytes() != form
    done = run.invoke(app, ["format", str(tmp_path)])
    assert (done.exit_code, done.stdout) == (0, f"formatted {path}\n")
    assert path.read_bytes() == form
    again = run.invoke(app, ["format", "--check", str(tmp_path)])
    assert (again.exit_code, again.stdout) == (0, "")
