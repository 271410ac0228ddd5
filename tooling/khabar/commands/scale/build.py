"""``khabar scale build``."""

from pathlib import Path
from typing import Annotated

import typer

from khabar.commands.scale._options import EngineName, EngineOption, Shards, Tasks, Workers
from khabar.scale import build


def command(
    shards: Shards,
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder to build.")],
    corpus: Annotated[
        Path | None,
        typer.Option("--corpus", help="Folder with metadata.json, splits and guidelines."),
    ] = None,
    tasks: Tasks = 0,
    workers: Workers = 1,
    engine: EngineOption = EngineName.LOCAL,
) -> None:
    """Build a dataset of many shards, the same bytes as `khabar hub build`.

    What is under way is in OUT.work, a folder that all machines must see; a run that was broken
    off goes on there.
    """
    done = build(shards, out, corpus=corpus, tasks=tasks, workers=workers, engine=engine.value)
    splits = ", ".join(f"{count} {name}" for name, count in done.articles.items())
    typer.echo(f"{out}: {splits}")
