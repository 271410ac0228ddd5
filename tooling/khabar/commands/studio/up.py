"""``khabar studio up``."""

from typing import Annotated

import typer

from khabar.commands.studio._corpus import articles
from khabar.commands.studio._options import TITLE, Home, Title
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
) -> None:
    """Start the local Label Studio, with a project that has khabar's page.

    The first start installs Label Studio into an environment of its own under the cache. It
    listens on this machine only, sends nothing to anybody, and runs until `khabar studio down`.
    """
    server = local.up(home, port, say=say)
    client = Client(server.url, server.token)
    there = _made_ready(client, project)
    if paths:
        report_push(push(articles(paths), client, there, progress=bar("pushed")))
    typer.echo(f"{server.url}/projects/{there.id}/data")
    say(f"log in as {server.username}; the password is in {home / 'server.json'}")


def _made_ready(client: Client, title: str) -> Project:
    """The project of a title; made when it is not there."""
    for one in client.projects():
        if one.title == title:
            for difference in drift(labelling_config(), one.config):
                say(f"the page of {title} differs from the schema's: {difference}")
            return one
    return client.create(title, labelling_config())
