"""Tables for a terminal: figures by layer, what was taken for what, and how often they differed."""

from typing import TextIO

from khabar.agreement import Agreement
from khabar.reports.agreement._tables import (
    LAYERS,
    by,
    confusions,
    kinds,
    overall,
    shown,
    spread,
)

_MOST = 10


def write(agreement: Agreement, stream: TextIO) -> None:
    """Write the tables."""
    names = ", ".join(agreement.annotators)
    stream.write(f"{len(agreement.articles)} articles by {names}\n")
    stream.writelines(
        f"  {one.annotator} has no pass of {one.article}\n" for one in agreement.missing
    )
    for layer in LAYERS:
        stream.write(f"\n{layer:<34}{'value':>10}   {'95 % of resamples':<20}{'judgements':>10}\n")
        stream.writelines(
            f"  {figure.measure:<32}{shown(figure.value):>10}   {spread(figure):<20}"
            f"{figure.items:>10.0f}\n"
            for figure in overall(agreement, layer)
        )
    _by_label(agreement, stream)
    _differences(agreement, stream)


def _by_label(agreement: Agreement, stream: TextIO) -> None:
    rows = [
        (label, figure)
        for label, figures in by(agreement, "label").items()
        for figure in figures
        if figure.measure in ("span F1, strict", "agr")
    ]
    if rows:
        stream.write(f"\n{'by label':<34}{'value':>10}   {'':<20}{'judgements':>10}\n")
    for label, figure in rows:
        name = f"{label}, {figure.measure}"
        stream.write(f"  {name:<32}{shown(figure.value):>10}   {'':<20}{figure.items:>10.0f}\n")


def _differences(agreement: Agreement, stream: TextIO) -> None:
    stream.write(f"\n{len(agreement.disagreements)} disagreements\n")
    stream.writelines(f"  {count:>6}  {layer}: {kind}\n" for layer, kind, count in kinds(agreement))
    confused = confusions(agreement)[:_MOST]
    if confused:
        stream.write("\nmost often taken for one another\n")
    stream.writelines(
        f"  {count:>6}  {layer}, {kind}: {first} and {second}\n"
        for layer, kind, first, second, count in confused
    )
