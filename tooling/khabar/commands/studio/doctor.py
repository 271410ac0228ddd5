"""``khabar studio doctor``."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from khabar.formats.label_studio.diagnosis import HEALTHY, SAYINGS
from khabar.formats.label_studio.doctor import Examination, Listener, Told, examine
from khabar.formats.label_studio.labelling import Labelling, read_labelling
from khabar.formats.label_studio.mapping import skeleton
from khabar.problem import KhabarError
from khabar.store import replacing, unwritable, write_bytes
from khabar.text import isolated

_CONTROLS = 30


def command(
    export: Annotated[Path, typer.Argument(help="An export of Label Studio, whoever made it.")],
    config: Annotated[
        Path | None, typer.Option("--config", help="Its labelling configuration, XML.")
    ] = None,
    repair: Annotated[
        Path | None, typer.Option("--repair", help="Write the repaired export to this file.")
    ] = None,
    write_map: Annotated[
        Path | None,
        typer.Option("--write-map", help="Write a map of its controls and labels to fill in."),
    ] = None,
    verdicts: Annotated[
        Path | None, typer.Option("--verdicts", help="Write every span's verdict, a line each.")
    ] = None,
    output_format: Annotated[
        Literal["table", "json"], typer.Option("--output-format", help="Of the diagnosis.")
    ] = "table",
) -> None:
    """Say what is wrong with an export, why, and repair what can be repaired exactly.

    A cause is believed where it explains every span of an annotation and no other does with other
    places. Exits with 0 if the export is healthy, 1 if it is sick, 2 if it cannot be read.
    """
    _refuse_same(export, repair, write_map, verdicts)
    labelling = read_labelling(config) if config else None
    with _listening(verdicts) as listener:
        found = examine(export, labelling, repair=repair, listener=listener)
    if write_map:
        _write_map(export, labelling, write_map)
    if output_format == "json":
        typer.echo(msgspec.json.format(msgspec.json.encode(_as_json(found))).decode())
    else:
        _show(found, export, repair)
    if not found.healthy:
        raise typer.Exit(1)


def _refuse_same(export: Path, *others: Path | None) -> None:
    """Nothing is written over what is read, nor two things over one another."""
    named = [export, *(one for one in others if one)]
    if len({one.resolve() for one in named}) < len(named):
        raise KhabarError("name different files: one would be written over another")


@contextmanager
def _listening(path: Path | None) -> Iterator[Listener | None]:
    """A listener that writes each verdict to a file, if one is named."""
    if path is None:
        yield None
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as stream:

            def listen(told: Told) -> None:
                stream.write(msgspec.json.encode(told) + b"\n")

            yield listen
    except OSError as error:
        raise unwritable(path, error) from error


def _write_map(export: Path, labelling: Labelling | None, path: Path) -> None:
    if path.exists():
        raise KhabarError(f"{path} is there already; name another file, or remove it")
    write_bytes(path, skeleton(export, labelling).encode())


def _as_json(found: Examination) -> dict[str, object]:
    return {"healthy": found.healthy, **msgspec.to_builtins(found)}


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _show(found: Examination, export: Path, repair: Path | None) -> None:
    console = Console(highlight=False, soft_wrap=True)
    state = "healthy" if found.healthy else "sick"
    typer.echo(
        f"{export}: {state}; {_many(found.tasks, 'task')},"
        f" {_many(found.annotations, 'annotation')}, {_many(found.spans.total(), 'span')}"
    )
    _show_spans(console, found)
    _show_causes(found)
    if not found.healthy:
        _show_counts(console, "by annotator", found.annotators)
        _show_counts(console, "by control and label", _worst(found.controls))
    _show_repairs(found, repair)
    _show_troubles(console, found)


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, show_edge=False, header_style="bold")
    for number, name in enumerate(columns):
        table.add_column(name, justify="left" if number in (0, len(columns)) else "right")
    return table


def _show_spans(console: Console, found: Examination) -> None:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("verdict")
    table.add_column("spans", justify="right")
    if found.aside:
        table.add_column("of drafts and predictions", justify="right")
    table.add_column("what it means")
    for name in _ordered(found.spans + found.aside):
        aside = [str(found.aside[name])] if found.aside else []
        table.add_row(name, str(found.spans[name]), *aside, SAYINGS[name])
    if table.row_count:
        typer.echo()
        console.print(table)


def _ordered(names: Iterable[str]) -> list[str]:
    order = list(SAYINGS)
    return sorted(names, key=order.index)


def _show_causes(found: Examination) -> None:
    typer.echo()
    for cause, count in found.causes.most_common():
        said = {"nothing wrong": "nothing is wrong with", "unclear": "no one cause explains"}
        if cause in said:
            typer.echo(f"{said[cause]} {_many(count, 'annotation')}")
        else:
            typer.echo(f"{cause} explains {_many(count, 'annotation')}: {SAYINGS[cause]}")
    for one in found.unclear:
        typer.echo(f"  {one}")


def _worst(controls: Mapping[str, Counter[str]]) -> dict[str, Counter[str]]:
    """The controls with most spans to look at."""

    def sick(counts: Counter[str]) -> int:
        return sum(count for name, count in counts.items() if name not in HEALTHY)

    most = sorted(controls.items(), key=lambda pair: (-sick(pair[1]), pair[0]))
    return dict(most[:_CONTROLS])


def _show_counts(console: Console, title: str, groups: Mapping[str, Counter[str]]) -> None:
    names = _ordered({name for counts in groups.values() for name in counts})
    table = _table(title, *names)
    for group, counts in groups.items():
        table.add_row(group, *(str(counts[name] or "") for name in names))
    typer.echo()
    console.print(table)


def _show_repairs(found: Examination, repair: Path | None) -> None:
    for cause, one in found.repairs.items():
        did = "moved" if repair else "can be moved exactly"
        where = f"{_many(one.spans, 'span')} of {_many(one.annotations, 'annotation')}"
        typer.echo(f"\n{cause}: {where} {did}, such as")
        for example in one.examples:
            typer.echo(f"  {isolated(example)}")
    if repair:
        typer.echo(f"\n{repair}: written; what was not moved is as it was")
    elif found.repairs:
        typer.echo("\nrepair them with --repair FILE")


def _show_troubles(console: Console, found: Examination) -> None:
    if not found.troubles:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("besides", "count", "what it means", "such as"):
        table.add_column(name, justify="right" if name == "count" else "left")
    by_level = sorted(found.troubles.items(), key=lambda pair: (pair[1].level, pair[0]))
    for name, one in by_level:
        table.add_row(f"{name} ({one.level})", str(one.count), one.meaning, one.examples[0])
    typer.echo()
    console.print(table)
