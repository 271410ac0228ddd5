"""``khabar studio up``."""

from typing import Annotated

import typer

from khabar.commands.studio._corpus import articles
from khabar.commands.studio._options import TITLE, Home, Layers, Title, chosen
from khabar.commands.studio._output import bar, report_push, say
from khabar.formats.label_studio import config as labelling_config
from khabar.studio import server as local
from khabar.studio.client import Client, Project
from khabar.studio.drift import drift
from khabar.studio.push import push


def command(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Articles to push: files, folders, JSONL.")
    ] = None,
    home: Home = local.HOME,
    port: Annotated[int | None, typer.Option(help="Port on this machine; else a free one.")] = None,
    project: Title = TITLE,
    layer: Layers = None,
) -> None:
    """Start the local Label Studio, with a project that has khabar's page.

    The first start installs Label Studio into an environment of its own under the cache. It
    listens on this machine only, sends nothing to anybody, and runs until `khabar studio down`.
    Exits with 1 if an article was refused because of what the server has of it.
    """
    server = local.up(home, port, say=say)
    client = Client(server.url, server.token)
    refused = False
    for title, shown in chosen(project, layer):
        there = _made_ready(client, title, shown)
        if paths:
            report = push(articles(paths), client, there, layer=shown, progress=bar("pushed"))
            report_push(report, title if shown else "")
            refused |= bool(report.refused)
        typer.echo(f"{server.url}/projects/{there.id}/data")
    say(f"log in as {server.username}; the password is in {home / 'server.json'}")
    if refused:
        raise typer.Exit(1)


def _made_ready(client: Client, title: str, layer: str | None) -> Project:
    """The project of a title; made when it is not there."""
    for one in client.projects():
        if one.title == title:
            for difference in drift(labelling_config(layer), one.config):
                say(f"the page of {title} differs from the schema's: {difference}")
            return one
    return client.create(title, labelling_config(layer))
