"""``khabar ci``: have every change of a corpus checked where it is kept."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from khabar import __version__
from khabar.problem import KhabarError
from khabar.store import unwritable, write_bytes

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Have every change of a corpus checked."
)

_GITHUB = """\
# Written by `khabar ci init`; it is yours to change.
name: khabar
on:
  push: {branches: [main, master]}
  pull_request:
permissions: {contents: read}
jobs:
  check:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    steps:
      - uses: actions/checkout@v4
        with: {persist-credentials: false}
      - uses: actions/setup-python@v5
        with: {python-version: "3.12"}
      - run: python -m pip install khabar==VERSION
      - run: |
          khabar check PATHS --output-format github
      - run: |
          khabar format --check PATHS
"""

_GITLAB = """\
# Written by `khabar ci init --gitlab`; it is yours to change. In .gitlab-ci.yml say
#   include: {local: .gitlab/khabar.yml}
khabar:
  stage: test
  image: python:3.12-slim
  timeout: 30 minutes
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  script:
    - python -m pip install --quiet khabar==VERSION
    - |
      khabar check PATHS --output-format gitlab --output-file gl-code-quality-report.json || {
        status=$?
        khabar check PATHS --output-format concise --exit-zero
        exit $status
      }
    - |
      khabar format --check PATHS
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
"""


@app.callback()
def ci() -> None:
    """Have every change of a corpus checked."""


@app.command()
def init(
    paths: Annotated[
        list[str] | None, typer.Argument(help="What the workflow checks; `corpus` if not given.")
    ] = None,
    github: Annotated[
        bool, typer.Option("--github/--gitlab", help="Where the repository is kept.")
    ] = True,
    out: Annotated[Path, typer.Option("--out", help="The top of the repository.")] = Path(),
) -> None:
    """Write a workflow that may read the repository and nothing else, and checks its articles.

    A file that is already there and says something else is left alone; that ends with status 2.
    """
    name, text = (
        (".github/workflows/khabar.yml", _GITHUB) if github else (".gitlab/khabar.yml", _GITLAB)
    )
    if not out.is_dir():
        raise KhabarError(f"{out}: there is no such folder")
    words = shlex.join(_on_one_line(paths or ["corpus"]))
    said = text.replace("VERSION", __version__).replace("PATHS", words)
    file = out / name
    typer.echo(f"{'wrote' if _written(file, said.encode()) else 'unchanged'} {file}")
    if not github:
        typer.echo("in .gitlab-ci.yml say: include: {local: .gitlab/khabar.yml}", err=True)


def _on_one_line(paths: list[str]) -> list[str]:
    for path in paths:
        if not path.isprintable() or "${{" in path:
            raise KhabarError(f"{path!r}: a workflow cannot name this path")
    return paths


def _written(file: Path, data: bytes) -> bool:
    """Whether a file had to be written; one that differs is never replaced."""
    try:
        if file.exists() or file.is_symlink():
            if file.read_bytes() == data:
                return False
            raise KhabarError(f"{file} is there and says something else; it is left as it is")
    except OSError as error:
        raise unwritable(file, error) from error
    return write_bytes(file, data)
