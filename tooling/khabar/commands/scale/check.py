"""``khabar scale check``."""

from pathlib import Path
from typing import Annotated

import typer

from khabar.commands.scale._options import EngineName, EngineOption, Shards, Tasks, Workers
from khabar.scale import check


def command(
    shards: Shards,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for findings and logs.")],
    tasks: Tasks = 0,
    workers: Workers = 1,
    engine: EngineOption = EngineName.LOCAL,
) -> None:
    """Check the articles of many shards, each article by itself; exit 1 if any has an error.

    The findings are in OUT/findings.jsonl. A run that was broken off goes on where it was.
    """
    done = check(shards, out, tasks=tasks, workers=workers, engine=engine.value)
    counts = ", ".join(
        f"{count} {name}{'s' if count != 1 and name != 'info' else ''}"
        for name, count in sorted(done.severities.items())
    )
    typer.echo(f"{done.articles} articles: {counts or 'nothing found'}; {out}/findings.jsonl")
    if done.severities.get("error"):
        raise typer.Exit(1)
