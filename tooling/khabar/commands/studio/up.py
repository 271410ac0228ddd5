"""``khabar studio up``."""

from pathlib import Path
from typing import Annotated

import typer

from khabar.commands.studio._corpus import articles
from khabar.commands.studio._options import TITLE, Home, Layers, Title, chosen
from khabar.commands.studio._output import bar, report_push, say
from khabar.formats.label_studio import config as labelling_config
from khabar.studio import server as local
from khabar.studio.answers import Project
from khabar.studio.client import Client
from khabar.studio.drift import drift
from khabar.studio.instructions import instructions
from khabar.studio.push import push


def command(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Articles to push: files, folders, JSONL.")
    ] = None,
    home: Home = local.HOME,
    port: Annotated[int | None, typer.Option(help="Port on this machine; else a free one.")] = None,
    project: Title = TITLE,
    layer: Layers = None,
    guidelines: Annotated[
        Path | None,
        typer.Option(help="Folder of Markdown behind the page's button; else CORPUS/guidelines."),
    ] = None,
) -> None:
    """Start the local Label Studio, with a project that has khabar's page.

    The first start installs Label Studio into an environment of its own under the cache. It
    listens on this machine only, sends nothing to anybody, and runs until `khabar studio down`.
    Exits with 1 if an article was refused because of what the server has of it.
    """
    shown_beside = _instructions(guidelines, paths or [])
    server = local.up(home, port, say=say)
    client = Client(server.url, server.token)
    refused = False
    for title, shown in chosen(project, layer):
        there = _made_ready(client, title, shown, shown_beside)
        if paths:
            report = push(articles(paths), client, there, layer=shown, progress=bar("pushed"))
            report_push(report, title if shown else "")
            refused |= bool(report.refused)
        typer.echo(f"{server.url}/projects/{there.id}/data")
    say(f"log in as {server.username}; the password is in {home / 'server.json'}")
    if refused:
        raise typer.Exit(1)


def _instructions(guidelines: Path | None, paths: list[str]) -> str:
    """What the button "Instructions" shows: the guidelines given, else the corpus's; or nothing."""
    if guidelines is not None:
        return instructions(guidelines)
    for path in paths:
        beside = Path(path) / "guidelines"
        if any(beside.glob("*.md")):
            return instructions(beside)
    return ""


def _made_ready(client: Client, title: str, layer: str | None, beside: str) -> Project:
    """The project of a title; made when it is not there, with the guidelines as they are now."""
    for one in client.projects():
        if one.title == title:
            for difference in drift(labelling_config(layer), one.config):
                say(f"the page of {title} differs from the schema's: {difference}")
            if beside and one.instructions != beside:
                client.configure(one, expert_instruction=beside)
                say(f"the instructions of {title} are those of the guidelines again")
            return one
    return client.create(title, labelling_config(layer), beside)
