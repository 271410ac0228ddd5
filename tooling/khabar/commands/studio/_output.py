"""What the subcommands say on standard error."""

import sys
from collections.abc import Callable

import typer

from khabar.studio.push import PushReport


def say(line: str) -> None:
    typer.echo(line, err=True)


def bar(what: str) -> Callable[[int, int], None]:
    """A progress bar on standard error, where somebody watches."""
    if not sys.stderr.isatty():
        return lambda _done, _total: None
    # Loaded where there is something to draw: it takes a tenth of what a command takes to start.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn())
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    task = progress.add_task(what, total=None)

    def update(done: int, total: int) -> None:
        progress.start()
        progress.update(task, completed=done, total=total)
        if done >= total:
            progress.stop()

    return update


def report_push(report: PushReport, title: str = "") -> None:
    for one in report.items:
        if one.reason:
            typer.echo(f"{one.article}: {one.fate}: {one.reason}")
    counts = ", ".join(
        f"{report.count(fate)} {fate}" for fate in ("new", "same", "updated", "replaced", "refused")
    )
    head = f"{title}: " if title else ""
    say(f"{head}{'would be: ' if report.dry_run else ''}{counts}")
