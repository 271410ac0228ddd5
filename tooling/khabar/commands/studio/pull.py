"""``khabar studio pull``."""

from pathlib import Path
from typing import Annotated

import typer

from khabar.commands.studio._corpus import corpus_root, known_articles, pseudonyms
from khabar.commands.studio._options import TITLE, DryRun, Home, KeyFile, Title, Url
from khabar.commands.studio._output import bar, say
from khabar.diff import Difference, changes, lines
from khabar.studio import server as local
from khabar.studio.client import connect
from khabar.studio.pull import PullReport, Refused, correct, pull, write_passes


def command(
    corpus: Annotated[
        Path, typer.Argument(help="The corpus: a folder with articles/, or a folder of articles.")
    ] = Path("corpus"),
    project: Title = TITLE,
    url: Url = None,
    key_file: KeyFile = None,
    home: Home = local.HOME,
    into_articles: Annotated[
        bool, typer.Option("--correct", help="Update the articles themselves instead of passes.")
    ] = False,
    dry_run: DryRun = False,
) -> None:
    """Bring home what annotators submitted: a pass each, or corrected articles.

    Shows what every annotation changes. Names and e-mails stay in the studio's folder. Exits with
    1 if something was refused.
    """
    files, known = known_articles(corpus)
    client = connect(url, key_file, home)
    there = client.project(project)
    report = pull(client, there, known, pseudonyms(client, home), progress=bar("pulled"))
    _show(report)
    refused = list(report.refused)
    if not dry_run and into_articles:
        changed, more = correct(report, files, f"{client.url}#{there.id}", home)
        refused += more
        say(f"{len(changed)} articles written")
    elif not dry_run:
        changed = write_passes(report, corpus_root(corpus) / "passes")
        say(f"{len(changed)} passes written")
    _report_refused(refused)


def _show(report: PullReport) -> None:
    differences = [
        Difference(
            article=one.article.id,
            annotator=one.annotator or "",
            state="changed",
            changes=tuple(changes(one.before, one.article)),
        )
        for one in report.items
    ]
    for line in lines(differences):
        typer.echo(line)
    for one in report.items:
        for finding in one.findings:
            typer.echo(f"{one.article.id} by {one.annotator}: {finding.code} {finding.message}")
    say(
        f"{report.tasks} tasks: {len(report.items)} annotations, {report.unannotated} tasks without"
        f" one, {report.skipped} skipped, {report.drafts} drafts, {report.untouched} untouched,"
        f" {report.superseded} superseded"
    )


def _report_refused(refused: list[Refused]) -> None:
    for one in refused:
        typer.echo(f"{one.article}: refused: {one.reason}", err=True)
    if refused:
        raise typer.Exit(1)
