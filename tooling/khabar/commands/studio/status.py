"""``khabar studio status``."""

import os

import typer

from khabar.commands.studio._corpus import pseudonyms
from khabar.commands.studio._options import TITLE, Home, KeyFile, Layers, Title, Url, chosen
from khabar.studio import server as local
from khabar.studio.client import URL_VARIABLE, Client, connect
from khabar.studio.status import ProjectStatus, project_status


def command(
    project: Title = TITLE,
    layer: Layers = None,
    url: Url = None,
    key_file: KeyFile = None,
    home: Home = local.HOME,
) -> None:
    """Say whether the local server is up, how far a project is, and how its page has drifted.

    Exits with 1 if the project's page lacks what the schema asks for, or has more.
    """
    server = local.running(home)
    typer.echo(f"local server: {f'up at {server.url}' if server else 'down'}")
    if server is None and url is None and URL_VARIABLE not in os.environ:
        return
    client = connect(url, key_file, home)
    names = pseudonyms(client, home)
    drifted = False
    for title, shown in chosen(project, layer):
        found = project_status(client, client.project(title), names, shown)
        _show(client, found)
        drifted |= bool(found.drift)
    if drifted:
        raise typer.Exit(1)


def _show(client: Client, found: ProjectStatus) -> None:
    typer.echo(f"project {found.title} at {client.url}: {found.tasks} tasks")
    typer.echo(f"  annotated {found.annotated}, with predictions {found.predicted}")
    typer.echo(f"  skipped {found.skipped}, drafts {found.drafts}")
    for name, count in found.annotators.items():
        typer.echo(f"  {name}: {count} annotations")
    for difference in found.drift:
        typer.echo(f"  configuration: {difference}")
