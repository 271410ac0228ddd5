"""``khabar studio config``."""

from pathlib import Path
from typing import Annotated

import typer

from khabar.formats.label_studio import config as labelling_config
from khabar.store import write_bytes


def command(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; else standard output.")
    ] = None,
) -> None:
    """Write the labelling configuration that the schema asks for."""
    if output is None:
        typer.echo(labelling_config(), nl=False)
    else:
        write_bytes(output, labelling_config().encode())
