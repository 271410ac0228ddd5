"""``khabar format``: bring articles into canonical form."""

from pathlib import Path
from typing import Annotated

import typer

from khabar.problem import KhabarError
from khabar.store import article_files, dumps, line, read_articles, write_bytes

_LINES = (".jsonl", ".ndjson")


def command(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders of articles.")],
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 if a file would change.")
    ] = False,
) -> None:
    """Bring articles into canonical form: one annotation a line, keys and lists in order.

    Formatting says nothing about what the annotations mean, and doing it twice changes nothing.
    """
    files = [file for path in paths for file in _files(path)]
    different = [file for file in files if _differs(file, write=not check)]
    for file in different:
        typer.echo(f"{'would change' if check else 'formatted'} {file}")
    verb = "would change" if check else "changed"
    typer.echo(f"{len(different)} of {len(files)} files {verb}", err=True)
    if check and different:
        typer.echo(f"run: khabar format {' '.join(map(str, paths))}", err=True)
        raise typer.Exit(1)


def _files(path: Path) -> list[Path]:
    if not path.exists():
        raise KhabarError(f"{path}: there is no such file or folder")
    return article_files(path) if path.is_dir() else [path]


def _differs(file: Path, *, write: bool) -> bool:
    if file.suffix in _LINES:
        data = b"".join(line(article) + b"\n" for article in read_articles(file))
    else:
        data = b"".join(map(dumps, read_articles(file)))
    if write:
        return write_bytes(file, data)
    return file.read_bytes() != data
