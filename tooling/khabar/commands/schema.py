"""``khabar schema``: the schema itself, and documents of its older versions."""

import json
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from khabar.problem import KhabarError
from khabar.schema import article_schema, upgrade
from khabar.store import (
    Document,
    article_files,
    decoded,
    documents,
    dumps,
    line,
    parse,
    parsed,
    write_bytes,
)

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Show the schema, or bring older documents up to it.",
)


@app.command()
def show() -> None:
    """Print the JSON Schema of an article with the codes of its vocabularies filled in."""
    typer.echo(json.dumps(article_schema(), ensure_ascii=False, indent=2))


@app.command("upgrade")
def upgrade_documents(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders of articles.")],
) -> None:
    """Rewrite documents of older schema versions in the current one, in canonical form."""
    files = [file for path in paths for file in (article_files(path) if path.is_dir() else [path])]
    changed = [file for file in files if write_bytes(file, _upgraded(file))]
    for file in changed:
        typer.echo(f"upgraded {file}")
    typer.echo(f"{len(changed)} of {len(files)} files changed", err=True)


def _upgraded(file: Path) -> bytes:
    found = list(documents(file))
    lines = any(document.in_lines for document in found)
    return b"".join(_one(document, in_lines=lines) for document in found)


def _one(document: Document, *, in_lines: bool) -> bytes:
    value = parsed(document, decoded(document))
    if not isinstance(value, dict):
        raise KhabarError(f"{document.file}:{document.line}: this is no article")
    newer = Document(document.file, document.line, msgspec.json.encode(upgrade(value)))
    article = parse(newer)
    return line(article) + b"\n" if in_lines else dumps(article)
