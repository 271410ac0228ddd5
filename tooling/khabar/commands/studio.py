"""``khabar studio``: a local Label Studio, and articles to and from any Label Studio."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from khabar.diff import Difference, changes, lines
from khabar.formats.label_studio import config as labelling_config
from khabar.model import Article
from khabar.problem import KhabarError
from khabar.store import article_files, read_article, read_articles, write_bytes
from khabar.studio import server as local
from khabar.studio.annotators import FILE, Pseudonyms
from khabar.studio.client import URL_VARIABLE, Client, Project, connect
from khabar.studio.drift import drift
from khabar.studio.pull import PullReport, Refused, correct, write_passes
from khabar.studio.pull import pull as read_annotations
from khabar.studio.push import PushReport
from khabar.studio.push import push as send_articles
from khabar.studio.status import project_status

app = typer.Typer(no_args_is_help=True, help="Annotate in Label Studio, a local one or any other.")

TITLE = "khabar"

Home = Annotated[Path, typer.Option("--home", help="Folder of the local server's state.")]
Url = Annotated[
    str | None, typer.Option("--url", help="Address; else LABEL_STUDIO_URL, else the local server.")
]
KeyFile = Annotated[
    Path | None, typer.Option("--key-file", help="File with the key; else LABEL_STUDIO_API_KEY.")
]
Title = Annotated[str, typer.Option("--project", help="Title or number of the project.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")]


@app.command()
def config(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; else standard output.")
    ] = None,
) -> None:
    """Write the labelling configuration that the schema asks for."""
    if output is None:
        typer.echo(labelling_config(), nl=False)
    else:
        write_bytes(output, labelling_config().encode())


@app.command()
def up(
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
    server = local.up(home, port, say=_say)
    client = Client(server.url, server.token)
    there = _made_ready(client, project)
    if paths:
        _report_push(send_articles(_articles(paths), client, there, progress=_bar("pushed")))
    typer.echo(f"{server.url}/projects/{there.id}/data")
    _say(f"log in as {server.username}; the password is in {home / 'server.json'}")


@app.command()
def down(home: Home = local.HOME) -> None:
    """Stop the local Label Studio; its data stay."""
    _say("Label Studio is down" if local.down(home) else "Label Studio was not up")


@app.command()
def status(
    project: Title = TITLE, url: Url = None, key_file: KeyFile = None, home: Home = local.HOME
) -> None:
    """Say whether the local server is up, how far a project is, and how its page has drifted.

    Exits with 1 if the project's page lacks what the schema asks for, or has more.
    """
    server = local.running(home)
    typer.echo(f"local server: {f'up at {server.url}' if server else 'down'}")
    if server is None and url is None and URL_VARIABLE not in os.environ:
        return
    client = connect(url, key_file, home)
    found = project_status(client, client.project(project), _names(client, home))
    typer.echo(f"project {found.title} at {client.url}: {found.tasks} tasks")
    typer.echo(f"  annotated {found.annotated}, with predictions {found.predicted}")
    typer.echo(f"  skipped {found.skipped}, drafts {found.drafts}")
    for name, count in found.annotators.items():
        typer.echo(f"  {name}: {count} annotations")
    for difference in found.drift:
        typer.echo(f"  configuration: {difference}")
    if found.drift:
        raise typer.Exit(1)


@app.command()
def push(
    paths: Annotated[list[str], typer.Argument(help="Articles: files, folders, JSONL, or -.")],
    project: Title = TITLE,
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
    dry_run: DryRun = False,
) -> None:
    """Send articles to a project, once each however often it is done.

    Their annotations become predictions that annotators start from. Exits with 1 if an article
    was refused because of what the server has of it.
    """
    client = connect(url, key_file, home)
    report = send_articles(
        _articles(paths),
        client,
        client.project(project),
        as_annotations=as_annotations,
        update_annotated=update_annotated,
        replace_text=replace_text,
        dry_run=dry_run,
        progress=_bar("pushed"),
    )
    _report_push(report)
    if report.refused:
        raise typer.Exit(1)


@app.command()
def pull(
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
    files, known = _corpus(corpus)
    client = connect(url, key_file, home)
    there = client.project(project)
    report = read_annotations(client, there, known, _names(client, home), progress=_bar("pulled"))
    _show(report)
    refused = list(report.refused)
    if not dry_run and into_articles:
        changed, more = correct(report, files, f"{client.url}#{there.id}", home)
        refused += more
        _say(f"{len(changed)} articles written")
    elif not dry_run:
        changed = write_passes(report, _root(corpus) / "passes")
        _say(f"{len(changed)} passes written")
    _report_refused(refused)


def _made_ready(client: Client, title: str) -> Project:
    """The project of a title; made when it is not there."""
    for one in client.projects():
        if one.title == title:
            for difference in drift(labelling_config(), one.config):
                _say(f"the page of {title} differs from the schema's: {difference}")
            return one
    return client.create(title, labelling_config())


def _names(client: Client, home: Path) -> Pseudonyms:
    return Pseudonyms(home / FILE, client.url, client.users())


def _articles(paths: list[str]) -> Iterator[Article]:
    for path in paths:
        # Of a corpus the articles go out, not the passes on them.
        inner = Path(path) / "articles"
        yield from read_articles(inner if inner.is_dir() else path)


def _root(corpus: Path) -> Path:
    return corpus if (corpus / "articles").is_dir() else corpus.parent


def _corpus(corpus: Path) -> tuple[dict[str, Path], dict[str, Article]]:
    """The corpus's articles and their files, by id."""
    if not corpus.is_dir():
        raise KhabarError(f"{corpus}: there is no such folder of articles")
    inner = corpus / "articles"
    files: dict[str, Path] = {}
    known: dict[str, Article] = {}
    for path in article_files(inner if inner.is_dir() else corpus):
        if path.suffix == ".json":
            article = read_article(path)
            files[article.id], known[article.id] = path, article
    return files, known


def _report_push(report: PushReport) -> None:
    for one in report.items:
        if one.reason:
            typer.echo(f"{one.article}: {one.fate}: {one.reason}")
    counts = ", ".join(
        f"{report.count(fate)} {fate}" for fate in ("new", "same", "updated", "replaced", "refused")
    )
    _say(f"{'would be: ' if report.dry_run else ''}{counts}")


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
    _say(
        f"{report.tasks} tasks: {len(report.items)} annotations, {report.unannotated} tasks without"
        f" one, {report.skipped} skipped, {report.drafts} drafts, {report.untouched} untouched,"
        f" {report.superseded} superseded"
    )


def _report_refused(refused: list[Refused]) -> None:
    for one in refused:
        typer.echo(f"{one.article}: refused: {one.reason}", err=True)
    if refused:
        raise typer.Exit(1)


def _say(line: str) -> None:
    typer.echo(line, err=True)


def _bar(what: str) -> Callable[[int, int], None]:
    """A progress bar on standard error, where somebody watches."""
    console = Console(stderr=True)
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn())
    progress = Progress(*columns, console=console, disable=not console.is_terminal, transient=True)
    task = progress.add_task(what, total=None)

    def update(done: int, total: int) -> None:
        progress.start()
        progress.update(task, completed=done, total=total)
        if done >= total:
            progress.stop()

    return update
