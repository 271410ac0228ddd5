"""``khabar studio config``."""

from pathlib import Path
from typing import Annotated

import typer

from khabar.commands.studio._options import Layer
from khabar.formats.label_studio import config as labelling_config
from khabar.problem import KhabarError
from khabar.store import write_bytes


def command(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; else standard output.")
    ] = None,
    layer: Annotated[
        Layer | None, typer.Option("--layer", help="Only what this layer asks; else everything.")
    ] = None,
    adjudicate: Annotated[
        bool,
        typer.Option("--adjudicate", help="The page for what `push --adjudicate` sends."),
    ] = False,
) -> None:
    """Write the labelling configuration that the schema asks for."""
    if adjudicate and layer:
        raise KhabarError("--adjudicate decides on all layers at once: give no --layer")
    page = labelling_config(layer.value if layer else None, adjudicate=adjudicate)
    if output is None:
        typer.echo(page, nl=False)
    else:
        write_bytes(output, page.encode())
