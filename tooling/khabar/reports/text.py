"""One finding after another for a terminal: place, rule, message, and the words concerned."""

from collections.abc import Iterable
from typing import TextIO

from khabar.problem import Finding
from khabar.reports._isolates import isolated, with_isolates

NAME = "text"


def write(findings: Iterable[Finding], stream: TextIO) -> None:
    """Write findings as they come, one to three lines each."""
    stream.writelines(map(_lines, findings))


def _lines(finding: Finding) -> str:
    place = finding.place
    where = f"{place.file}:{place.line}:{place.column}: " if place else ""
    message = with_isolates(finding.message)
    said = f"{where}{finding.severity} {finding.code} {finding.name}: {message}\n"
    if finding.excerpt:
        said += f"    {isolated(finding.excerpt)}\n"
    if finding.fix:
        said += f"    fix: {with_isolates(finding.fix.description)}\n"
    return said
