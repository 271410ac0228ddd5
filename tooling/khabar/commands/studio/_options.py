"""The options that the subcommands share."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from khabar.formats.label_studio import LAYERS

TITLE = "khabar"


class Layer(StrEnum):
    """The layers of which each can have a project of its own."""

    mentions = "mentions"
    quotes = "quotes"
    stance = "stance"


Home = Annotated[Path, typer.Option("--home", help="Folder of the local server's state.")]
Url = Annotated[
    str | None, typer.Option("--url", help="Address; else LABEL_STUDIO_URL, else the local server.")
]
KeyFile = Annotated[
    Path | None, typer.Option("--key-file", help="File with the key; else LABEL_STUDIO_API_KEY.")
]
Title = Annotated[str, typer.Option("--project", help="Title or number of the project.")]
Layers = Annotated[
    list[Layer] | None,
    typer.Option(
        "--layer", help="A project of this layer alone, 'TITLE LAYER'; may be given again."
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]
CorpusFolder = Annotated[
    Path, typer.Argument(help="The corpus: a folder with articles/, or a folder of articles.")
]


class Form(StrEnum):
    """How a result is written."""

    table = "table"
    json = "json"


OutputFormat = Annotated[Form, typer.Option("--output-format", help="How the result is written.")]


def chosen(title: str, layers: list[Layer] | None) -> Iterator[tuple[str, str | None]]:
    """The projects meant: title, and layer; one that shows everything, or one a layer."""
    if not layers:
        yield title, None
    for layer in LAYERS:
        if layers and layer in layers:
            yield f"{title} {layer}", layer
