"""``khabar hub publish``."""

from pathlib import Path
from typing import Annotated

import typer

from khabar.hub import Plan, plan, publish
from khabar.store import write_bytes


def command(
    source: Annotated[
        Path, typer.Argument(help="A folder of `khabar hub build`, or a corpus to build first.")
    ],
    to: Annotated[str, typer.Option("--to", help="The repository on the hub, OWNER/NAME.")],
    private: Annotated[
        bool | None,
        typer.Option(
            "--private/--public", help="Make the repository if there is none, for whom to see."
        ),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace what others changed on the hub.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would be sent, and the notes.")
    ] = False,
    notes: Annotated[
        Path | None, typer.Option("--notes", help="Write the release notes to this file too.")
    ] = None,
) -> None:
    """Publish a dataset as the next release: one commit, one tag, read back and compared.

    The difference to the last tag decides the version, and a label that was renamed, moved or
    removed is refused. A run that was broken off is run again and finishes what is missing.

    The token is the hub client's: HF_TOKEN, or `hf auth login`.
    """
    if dry_run:
        planned = plan(source, to, private=private, overwrite=overwrite)
        _show(planned)
    else:
        done = publish(source, to, private=private, overwrite=overwrite, say=_say)
        planned = done.plan
        state = "is out" if done.new else "is out already; nothing changed since"
        typer.echo(f"{planned.repository}@{planned.tag} {state}: {planned.url}/tree/{planned.tag}")
    if notes is not None and planned.notes:
        write_bytes(notes, planned.notes.encode())


def _say(line: str) -> None:
    typer.echo(line, err=True)


def _show(planned: Plan) -> None:
    """What would be done, a line a file, then the notes."""
    if planned.tagged:
        typer.echo(f"{planned.repository}@{planned.tag} is out already; nothing changed since")
        return
    made = "" if planned.exists else " (the repository would be made)"
    typer.echo(f"{planned.tag} to {planned.url}{made}: {planned.headline}")
    for what in ("add", "delete", "kept"):
        for path in getattr(planned, what):
            typer.echo(f"  {_DOES[what]:<8}{path}")
    if planned.same:
        typer.echo(f"  {len(planned.same)} files are there already")
    typer.echo(f"\n{planned.notes}", nl=False)


_DOES = {"add": "send", "delete": "delete", "kept": "leave"}
