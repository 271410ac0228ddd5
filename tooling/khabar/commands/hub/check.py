"""``khabar hub check``: whether a dataset is what it says, before others load it."""

from pathlib import Path
from typing import Annotated, get_args

import typer

from khabar.commands._check_output import Tally, opened, show_statistics, write
from khabar.commands._selection import codes, severities
from khabar.hub import check_dataset
from khabar.problem import Severity
from khabar.reports import report, reports


def command(
    dataset: Annotated[
        str, typer.Argument(help="A built folder, or owner/name@revision on the hub.")
    ],
    output_format: Annotated[
        str, typer.Option(help=f"How findings are written: {', '.join(sorted(reports()))}.")
    ] = "text",
    output_file: Annotated[
        Path | None, typer.Option(help="Write them to this file, not to standard output.")
    ] = None,
    select: Annotated[
        list[str] | None, typer.Option(help="Only rules of these codes, as KH83,KH844.")
    ] = None,
    ignore: Annotated[
        list[str] | None, typer.Option(help="All rules but those of these codes.")
    ] = None,
    severity: Annotated[
        list[str] | None, typer.Option(help="Another severity for a rule, as KH811=info.")
    ] = None,
    load: Annotated[
        bool,
        typer.Option(
            "--load/--no-load",
            help="Let `datasets` and Croissant's library try every configuration.",
            show_default=True,
        ),
    ] = True,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Exit with 0 even if there are errors.")
    ] = False,
    error_on_warning: Annotated[
        bool, typer.Option("--error-on-warning", help="Exit with 1 for warnings too.")
    ] = False,
    statistics: Annotated[
        bool, typer.Option("--statistics", help="Count the findings of each rule at the end.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No closing line.")] = False,
) -> None:
    """Check a dataset: card, labels, files, counts, Croissant, and whether it loads.

    Nothing is asked of the network when it is a folder. Exits with 0 if there is no error, 1 if
    there is one, 2 if the command or the dataset is wrong.
    """
    form = report(output_format)
    found = check_dataset(
        dataset,
        select=codes(select),
        ignore=codes(ignore),
        severities=severities(severity),
        load=load,
    )
    tally = Tally()
    with opened(output_file) as stream:
        write(form, tally.counted(found), stream)
    if statistics:
        show_statistics(tally)
    if not quiet:
        typer.echo(_closing(dataset, tally), err=True)
    if tally.fails(warnings=error_on_warning) and not exit_zero:
        raise typer.Exit(1)


def _closing(dataset: str, tally: Tally) -> str:
    counts = [(tally.severities[one], one) for one in get_args(Severity)]
    shown = (f"{count} {one}{'s' if count != 1 and one != 'info' else ''}" for count, one in counts)
    return f"checked {dataset}: {', '.join(shown)}"
