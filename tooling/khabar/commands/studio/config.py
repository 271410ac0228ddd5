"""``khabar studio config``."""

from pathlib import Path
from typing import Annotated

import typer

from khabar.commands.studio._options import Layer
from khabar.formats.label_studio import config as labelling_config
from khabar.store import write_bytes


def command(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; else standard output.")
    ] = None,
    layer: Annotated[
        Layer | None, typer.Option("--layer", help="Only what this layer asks; else everything.")
    ] = None,
) -> None:
    """Write the labelling configuration that the schema asks for."""
    page = labelling_config(layer.value if layer else None)
    if output is None:
        typer.echo(page, nl=False)
    else:
        write_bytes(output, page.encode())
