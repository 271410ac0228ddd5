"""``khabar hub build``."""

from pathlib import Path
from typing import Annotated

import typer

from khabar.hub import build
from khabar.rules import pieces, suited


def command(
    corpus: Annotated[Path, typer.Argument(help="A corpus, or a folder or JSONL of articles.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder to build.")],
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Processes that share the work; as many as there are cores if there is enough.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Build a folder of Parquet files and a card that `load_dataset` reads without khabar.

    The folder must be absent, empty, or as an earlier build left it. Nothing is written unless
    every article passes `khabar check`. The number of processes leaves no trace in the bytes.
    """
    if workers is None:
        workers = suited(pieces([corpus])) if corpus.exists() else 1
    manifest = build(corpus, out, workers=workers)
    typer.echo(f"{'configuration':<14}" + "".join(f"{name:>12}" for name in manifest.articles))
    for name, tables in manifest.tables.items():
        typer.echo(f"{name:<14}" + "".join(f"{table.rows:>12}" for table in tables.values()))
    typer.echo(f'\nload_dataset("{out}") reads it; {out}/README.md is its card', err=True)
