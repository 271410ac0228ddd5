"""``khabar studio pull``."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from khabar.adjudication import reasons
from khabar.adjudication.files import Place, of_several
from khabar.agreement import read_passes
from khabar.commands.studio._corpus import Corpus, corpus_root, pseudonyms
from khabar.commands.studio._options import (
    TITLE,
    CorpusFolder,
    DryRun,
    Home,
    KeyFile,
    Layers,
    Title,
    Url,
    chosen,
)
from khabar.commands.studio._output import bar, say
from khabar.diff import Difference, changes, lines
from khabar.problem import KhabarError
from khabar.studio import server as local
from khabar.studio.adjudicating import Proposals, write_answers
from khabar.studio.annotators import Pseudonyms
from khabar.studio.answers import Project
from khabar.studio.client import Client, connect
from khabar.studio.homecoming import Corrections, write_passes
from khabar.studio.pull import Pull, Pulled, PullReport, Refused
from khabar.studio.work import FILE as WORK
from khabar.studio.work import write_work


def command(
    corpus: CorpusFolder = Path("corpus"),
    project: Title = TITLE,
    layer: Layers = None,
    url: Url = None,
    key_file: KeyFile = None,
    home: Home = local.HOME,
    into_articles: Annotated[
        bool, typer.Option("--correct", help="Update the articles themselves instead of passes.")
    ] = False,
    sheets: Annotated[
        Path | None,
        typer.Option(help="Of what was pushed with --adjudicate: write the answers into sheets."),
    ] = None,
    reason: Annotated[
        str, typer.Option(help="The reason of all answers, with --sheets; else each gets its own.")
    ] = "",
    dry_run: DryRun = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Do not show what the annotations change.")
    ] = False,
) -> None:
    """Bring home what annotators submitted: a pass each, or corrected articles.

    Shows what every annotation changes. Names and e-mails stay in the studio's folder. What was
    broken off is finished by doing it again. With --sheets answers of adjudicators come home into
    the sheets of `khabar adjudicate`. Exits with 1 if something was refused.
    """
    if sheets is not None:
        if layer or into_articles:
            raise KhabarError("--sheets goes with neither --layer nor --correct")
        client = connect(url, key_file, home)
        home_coming = _Answers(corpus_root(corpus), sheets, reason, dry_run=dry_run)
        home_coming.take(client, client.project(project), pseudonyms(client, home), quiet=quiet)
        return
    known = Corpus(corpus)
    client = connect(url, key_file, home)
    # All projects are found before anything is written.
    projects = [client.project(title) for title, _ in chosen(project, layer)]
    names = pseudonyms(client, home)
    refused: list[Refused] = []
    for there in projects:
        run = Pull(client, there, known, names, progress=bar("pulled"))
        groups = iter(run) if quiet else _shown(run)
        if dry_run:
            for _ in groups:
                continue
        elif into_articles:
            refused += _correct(groups, known, client, there, home)
        else:
            refused += _write(groups, corpus_root(corpus))
        report = run.report()
        refused += report.refused
        _account(report, there.title if layer else "")
        if not dry_run:
            write_work(corpus_root(corpus) / WORK, report.work)
    _report_refused(refused)


class _Answers:
    """What adjudicators decided on the page, on its way into sheets."""

    def __init__(self, root: Path, sheets: Path, reason: str, *, dry_run: bool) -> None:
        if reason and reason not in reasons():
            raise KhabarError(f"--reason {reason}: one of {', '.join(reasons())}")
        self._passes = read_passes([root / "passes"])
        self._place = Place(root / "adjudication", root / "articles")
        self._sheets = sheets
        self._reason = reason
        self._dry_run = dry_run

    def take(self, client: Client, there: Project, names: Pseudonyms, *, quiet: bool) -> None:
        proposals = Proposals(dict(of_several(self._passes)), self._place)
        run = Pull(client, there, proposals, names, progress=bar("pulled"))
        refused: list[Refused] = []
        written = 0
        for group in run:
            _tell_findings(group)
            if not self._dry_run:
                try:
                    written += self._write(group, quiet=quiet)
                except KhabarError as error:
                    refused.append(Refused(article=group[0].article.id, reason=str(error)))
        if not self._dry_run:
            say(f"{written} sheets written")
        report = run.report()
        _account(report, "")
        _report_refused(refused + list(report.refused))

    def _write(self, group: Sequence[Pulled], *, quiet: bool) -> bool:
        name = group[0].article.id
        passes = {who: some[name] for who, some in self._passes.items() if name in some}
        done = write_answers(group, passes, self._place, self._sheets, self._reason)
        if not quiet:
            typer.echo(
                f"{name}: {done.answers} answers, {done.unreasoned} without a reason; in several"
                f" versions still: {done.undecided}"
            )
        return done.changed


def _shown(groups: Iterable[Sequence[Pulled]]) -> Iterator[Sequence[Pulled]]:
    for group in groups:
        for one in group:
            difference = Difference(
                article=one.article.id,
                annotator=one.annotator or "",
                state="changed",
                changes=tuple(changes(one.before, one.article)),
            )
            for line in lines([difference]):
                typer.echo(line)
        _tell_findings(group)
        yield group


def _tell_findings(group: Sequence[Pulled]) -> None:
    for one in group:
        for finding in one.findings:
            typer.echo(f"{one.article.id} by {one.annotator}: {finding.code} {finding.message}")


def _correct(
    groups: Iterable[Sequence[Pulled]], known: Corpus, client: Client, there: Project, home: Path
) -> list[Refused]:
    corrections = Corrections(known.files, f"{client.url}#{there.id}", home)
    count = sum(1 for _ in corrections.write(groups))
    say(f"{count} articles written")
    return corrections.refused


def _write(groups: Iterable[Sequence[Pulled]], root: Path) -> list[Refused]:
    refused: list[Refused] = []
    items = (one for group in groups for one in group)
    count = sum(1 for _ in write_passes(items, root / "passes", refused.append))
    say(f"{count} passes written")
    return refused


def _account(report: PullReport, title: str) -> None:
    say(
        f"{title}{': ' if title else ''}{report.tasks} tasks: {report.taken} annotations,"
        f" {report.unannotated} tasks without one, {report.skipped} skipped, {report.drafts}"
        f" drafts, {report.unsaved} with unsaved changes, {report.untouched} untouched,"
        f" {report.superseded} superseded"
    )


def _report_refused(refused: list[Refused]) -> None:
    for one in refused:
        typer.echo(f"{one.article}: refused: {one.reason}", err=True)
    if refused:
        raise typer.Exit(1)
