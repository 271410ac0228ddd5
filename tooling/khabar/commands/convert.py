"""``khabar convert``: from one form to another, with an account of what is lost."""

from pathlib import Path
from typing import Annotated

import typer

from khabar.formats import Conversion, all_formats, convert
from khabar.problem import KhabarError


def command(
    source: Annotated[Path | None, typer.Argument(help="File, folder or -.")] = None,
    target: Annotated[Path | None, typer.Argument(help="File or folder to write.")] = None,
    from_: Annotated[str, typer.Option("--from", help="Format of the source.")] = "",
    to: Annotated[str, typer.Option("--to", help="Format of the target.")] = "",
    allow_loss: Annotated[
        bool, typer.Option("--allow-loss", help="Write although filled fields get lost.")
    ] = False,
    sidecar: Annotated[
        Path | None,
        typer.Option("--sidecar", help="Keep what the target cannot hold in this file."),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option("--config", help="Labelling configuration of a Label Studio export."),
    ] = None,
    map_: Annotated[
        Path | None,
        typer.Option("--map", help="What the labels of an export mean; see khabar studio doctor."),
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="Say what each format carries.")] = False,
) -> None:
    """Convert articles; the formats follow from suffix and content unless they are named.

    What a reader cannot map is reported and kept under extra. What the target cannot hold is
    refused, unless it may be lost or goes into a sidecar, which is read back beside its file.
    """
    if list_:
        _show_formats()
        return
    if source is None or target is None:
        raise KhabarError("name a source and a target, or ask for --list")
    done = convert(
        source,
        target,
        read_as=from_,
        write_as=to,
        allow_loss=allow_loss,
        sidecar=sidecar,
        options={name: path for name, path in (("config", config), ("map", map_)) if path},
    )
    _show(done, target)


def _show_formats() -> None:
    for name, one in all_formats().items():
        suffixes = " ".join(one.SUFFIXES)
        loses = ", ".join(sorted(one.LOSES)) or "nothing"
        typer.echo(f"{name:14} {suffixes:24} {one.SUMMARY}; loses {loses}")


def _show(done: Conversion, target: Path) -> None:
    for (code, message), count in done.remarks.items():
        typer.echo(f"{code} {message}" + (f" ({count} times)" if count > 1 else ""), err=True)
    if any(code == "LS005" for code, _ in done.remarks):
        hint = "say what labels mean with --map FILE; khabar studio doctor --write-map makes one"
        typer.echo(hint, err=True)
    for loss in done.report.losses:
        examples = "; ".join(loss.examples)
        typer.echo(f"lost {loss.field}: {loss.count} times: {examples}", err=True)
    typer.echo(f"{target}: {done.report.articles} articles")
    if done.passes:
        typer.echo(f"of {done.tasks} texts, by {', '.join(sorted(done.passes))}")
    if done.left_out:
        said = "1 pass" if done.left_out == 1 else f"{done.left_out} passes"
        typer.echo(f"{said} over them left out; --from passes takes them too", err=True)
