"""``khabar hub build``."""

from pathlib import Path
from typing import Annotated

import typer

from khabar.hub import build


def command(
    corpus: Annotated[Path, typer.Argument(help="A corpus, or a folder or JSONL of articles.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder to build.")],
) -> None:
    """Build a folder of Parquet files and a card that `load_dataset` reads without khabar.

    The folder must be absent, empty, or as an earlier build left it. Nothing is written unless
    every article passes `khabar check`.
    """
    manifest = build(corpus, out)
    typer.echo(f"{'configuration':<14}" + "".join(f"{name:>12}" for name in manifest.articles))
    for name, tables in manifest.tables.items():
        typer.echo(f"{name:<14}" + "".join(f"{table.rows:>12}" for table in tables.values()))
    typer.echo(f'\nload_dataset("{out}") reads it; {out}/README.md is its card', err=True)
