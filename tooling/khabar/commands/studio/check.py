"""``khabar studio check``."""

from pathlib import Path

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from khabar.commands.studio._corpus import Corpus, pseudonyms
from khabar.commands.studio._options import (
    TITLE,
    CorpusFolder,
    Form,
    Home,
    KeyFile,
    Layers,
    OutputFormat,
    Title,
    Url,
    chosen,
)
from khabar.commands.studio._output import bar, say
from khabar.studio import server as local
from khabar.studio.check import SENTENCES, CheckReport, check_project
from khabar.studio.client import connect

_MOST = 10
"""Differences of one kind that the table shows; the JSON has all."""


def command(
    corpus: CorpusFolder = Path("corpus"),
    project: Title = TITLE,
    layer: Layers = None,
    url: Url = None,
    key_file: KeyFile = None,
    home: Home = local.HOME,
    output_format: OutputFormat = Form.table,
) -> None:
    """Compare a live project with the corpus: its page, its tasks, what would not come home.

    Changes nothing. Exits with 0 if there is no difference, 1 if there is one, 2 if the command
    or a path is wrong.
    """
    known = Corpus(corpus)
    client = connect(url, key_file, home)
    projects = [(client.project(title), shown) for title, shown in chosen(project, layer)]
    names = pseudonyms(client, home)
    reports = [
        check_project(client, there, known, names, layer=shown, progress=bar("checked"))
        for there, shown in projects
    ]
    if output_format is Form.json:
        typer.echo(msgspec.json.format(msgspec.json.encode(reports), indent=2).decode())
    else:
        for report in reports:
            _show(report)
    if any(report.found for report in reports):
        raise typer.Exit(1)


def _show(report: CheckReport) -> None:
    for kind, count in report.counts.items():
        typer.echo(f"{SENTENCES[kind]}: {count}")
        table = Table(box=None, show_header=False, padding=(0, 1), pad_edge=False)
        some = [one for one in report.found if one.kind == kind][:_MOST]
        for one in some:
            table.add_row("", one.article, f"task {one.task}" if one.task else "", one.message)
        if count > _MOST:
            table.add_row("", f"and {count - _MOST} more", "", "")
        Console(markup=False, highlight=False, width=None).print(table)
    say(
        f"project {report.project}: {report.tasks} tasks for {report.articles} articles, "
        f"{report.annotations} annotations to come home, {len(report.found)} differences"
    )
