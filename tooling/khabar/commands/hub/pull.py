"""``khabar hub pull``."""

from pathlib import Path
from typing import Annotated

import typer

from khabar.hub import pull


def command(
    source: Annotated[
        str, typer.Argument(help="OWNER/NAME for its last release, or OWNER/NAME@TAG.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder; absent or empty.")],
) -> None:
    """Bring a published dataset back to articles, equal to those that were published.

    Every file is compared with the hashes of its manifest, and the articles with their digests,
    before anything is written.
    """
    done = pull(source, out)
    splits = ", ".join(f"{count} {name}" for name, count in done.articles.items())
    typer.echo(f"{done.release}: {splits} in {out}")
