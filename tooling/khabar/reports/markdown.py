"""Tables in Markdown, one a severity, with totals: for a comment, a page or a log."""

from collections.abc import Iterable
from typing import TextIO, get_args

from khabar.problem import Finding, Severity
from khabar.reports._cells import cell
from khabar.reports._isolates import isolated, with_isolates
from khabar.reports._paths import relative

NAME = "markdown"


def write(findings: Iterable[Finding], stream: TextIO) -> None:
    """Write the total, then a table for each severity that has findings, the worst first."""
    every = list(findings)
    groups = {name: [f for f in every if f.severity == name] for name in get_args(Severity)}
    stream.write(f"### khabar check\n\n{_total(groups)}\n")
    for severity, group in groups.items():
        if group:
            stream.write(f"\n#### {_counted(len(group), severity)}\n\n")
            stream.write("| rule | place | message |\n|---|---|---|\n")
            stream.writelines(map(_row, group))


def _total(groups: dict[Severity, list[Finding]]) -> str:
    total = sum(map(len, groups.values()))
    if not total:
        return "No findings."
    counts = ", ".join(_counted(len(group), severity) for severity, group in groups.items())
    return f"{total} finding{'' if total == 1 else 's'}: {counts}."


def _counted(count: int, severity: Severity) -> str:
    return f"{count} {severity}{'' if count == 1 or severity == 'info' else 's'}"


def _row(finding: Finding) -> str:
    place = finding.place
    where = f"{relative(place.file)}:{place.line}:{place.column}" if place else ""
    said = cell(with_isolates(finding.message))
    if finding.excerpt:
        said += f"<br>{cell(isolated(finding.excerpt))}"
    return f"| {finding.code} {cell(finding.name)} | {cell(where)} | {said} |\n"
