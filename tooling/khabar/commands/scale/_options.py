"""Options that the subcommands share."""

from enum import StrEnum
from typing import Annotated

import typer


class EngineName(StrEnum):
    """What runs the tasks."""

    LOCAL = "local"
    RAY = "ray"


Shards = Annotated[
    str, typer.Argument(help="A JSONL file or a folder of such; any fsspec path, as s3://…")
]
Tasks = Annotated[int, typer.Option("--tasks", help="Parts of the work; 0 is one a shard.", min=0)]
Workers = Annotated[int, typer.Option("--workers", help="Tasks that run at a time.", min=1)]
EngineOption = Annotated[EngineName, typer.Option("--engine", help="What runs the tasks.")]
