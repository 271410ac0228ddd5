"""Tables in Markdown: for a card, a comment or a page."""

from typing import TextIO

from khabar.agreement import Agreement
from khabar.reports.agreement._tables import LAYERS, confusions, kinds, overall, shown, spread


def write(agreement: Agreement, stream: TextIO) -> None:
    """Write figures by layer, then what the annotators differed in."""
    names = ", ".join(agreement.annotators)
    stream.write(f"### Agreement of {names} on {len(agreement.articles)} articles\n\n")
    stream.write(
        "| layer | measure | value | 95 % interval | judgements |\n|---|---|---|---|---|\n"
    )
    for layer in LAYERS:
        for one in overall(agreement, layer):
            cells = (layer, one.measure, shown(one.value), spread(one), f"{one.items:.0f}")
            stream.write(f"| {' | '.join(cells)} |\n")
    if agreement.disagreements:
        stream.write("\n| layer | disagreement | times |\n|---|---|---|\n")
    for layer, kind, count in kinds(agreement):
        stream.write(f"| {layer} | {kind} | {count} |\n")
    confused = confusions(agreement)
    if confused:
        stream.write("\n| layer | of | taken for one another | times |\n|---|---|---|---|\n")
    for layer, kind, first, second, count in confused[:20]:
        stream.write(f"| {layer} | {kind} | {first}, {second} | {count} |\n")
