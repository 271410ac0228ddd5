"""``khabar studio push``."""

from pathlib import Path
from typing import Annotated

import typer

from khabar.commands.studio._corpus import articles, open_articles
from khabar.commands.studio._options import TITLE, DryRun, Home, KeyFile, Layers, Title, Url, chosen
from khabar.commands.studio._output import bar, report_push, say
from khabar.formats.label_studio import config as labelling_config
from khabar.problem import KhabarError
from khabar.store import STDIN
from khabar.studio import server as local
from khabar.studio.answers import Project
from khabar.studio.client import Client, connect
from khabar.studio.push import push


def command(
    paths: Annotated[list[str], typer.Argument(help="Articles: files, folders, JSONL, or -.")],
    project: Title = TITLE,
    layer: Layers = None,
    url: Url = None,
    key_file: KeyFile = None,
    home: Home = local.HOME,
    as_annotations: Annotated[
        bool,
        typer.Option("--as-annotations", help="Store annotations, in the name of the key's owner."),
    ] = False,
    update_annotated: Annotated[
        bool,
        typer.Option("--update-annotated", help="Also give new data to tasks people annotated."),
    ] = False,
    replace_text: Annotated[
        bool,
        typer.Option(
            "--replace-text", help="Make tasks anew whose text changed, annotations gone."
        ),
    ] = False,
    adjudicate: Annotated[
        bool,
        typer.Option(
            "--adjudicate", help="Paths are passes: send what is open between them, to be decided."
        ),
    ] = False,
    decisions: Annotated[
        Path, typer.Option(help="Where decisions are kept, with --adjudicate.")
    ] = Path("corpus/adjudication"),
    dry_run: DryRun = False,
) -> None:
    """Send articles to a project, once each however often it is done.

    Their annotations become predictions that annotators start from. What was broken off is
    finished by doing it again. With --adjudicate the articles are what is open between passes; a
    project that is not there yet is made, with the page for it.
    Exits with 1 if an article was refused because of what the server has of it.
    """
    if STDIN in paths and layer and len(layer) > 1:
        raise KhabarError("standard input can be read once: give one --layer, or a file")
    if adjudicate and layer:
        raise KhabarError("--adjudicate decides on all layers at once: give no --layer")
    client = connect(url, key_file, home)
    refused = False
    for title, shown in chosen(project, layer):
        there = _second_look(client, title) if adjudicate and not dry_run else client.project(title)
        report = push(
            open_articles(paths, decisions) if adjudicate else articles(paths),
            client,
            there,
            layer=shown,
            adjudicate=adjudicate,
            as_annotations=as_annotations,
            update_annotated=update_annotated,
            replace_text=replace_text,
            dry_run=dry_run,
            progress=bar("pushed"),
        )
        report_push(report, title if shown else "")
        refused |= bool(report.refused)
    if refused:
        raise typer.Exit(1)


def _second_look(client: Client, title: str) -> Project:
    """The project of a title, made with the page for adjudication if there is none."""
    if title.isdecimal() or any(one.title == title for one in client.projects()):
        return client.project(title)
    say(f"the project {title} is new")
    return client.create(title, labelling_config(adjudicate=True))
