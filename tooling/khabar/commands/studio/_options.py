"""The options that the subcommands share."""

from pathlib import Path
from typing import Annotated

import typer

TITLE = "khabar"

Home = Annotated[Path, typer.Option("--home", help="Folder of the local server's state.")]
Url = Annotated[
    str | None, typer.Option("--url", help="Address; else LABEL_STUDIO_URL, else the local server.")
]
KeyFile = Annotated[
    Path | None, typer.Option("--key-file", help="File with the key; else LABEL_STUDIO_API_KEY.")
]
Title = Annotated[str, typer.Option("--project", help="Title or number of the project.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]
