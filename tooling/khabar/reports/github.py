"""Workflow commands of GitHub Actions: findings appear on the lines of a pull request.

GitHub shows ten errors, ten warnings and ten notices a step. The first finding of each rule comes
before the second of any, and what does not fit is counted; the step summary has them all.
"""

from collections import Counter
from collections.abc import Iterable
from typing import TextIO

from khabar.problem import Finding, Severity
from khabar.reports._isolates import isolated, with_isolates
from khabar.reports._paths import relative

NAME = "github"

_SHOWN = 10
_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}
_SUMMARY_BYTES = 900_000
"""GitHub refuses a step summary of more than one mebibyte."""


def write(findings: Iterable[Finding], stream: TextIO) -> None:
    """Write a command for each of the findings that matter most; count the others."""
    every = list(findings)
    for severity, command in _COMMANDS.items():
        ranked = _ranked([one for one in every if one.severity == severity])
        stream.writelines(_command(command, finding) + "\n" for finding in ranked[:_SHOWN])
        if len(ranked) > _SHOWN:
            stream.write(f"{len(ranked) - _SHOWN} more of severity {severity} are not shown\n")


def _ranked(findings: list[Finding]) -> list[Finding]:
    """Findings of rules not yet seen first; otherwise in the order they came."""
    seen: Counter[str] = Counter()
    rank = []
    for finding in findings:
        rank.append(seen[finding.code])
        seen[finding.code] += 1
    return [finding for _, finding in sorted(zip(rank, findings, strict=True), key=_first)]


def _first(pair: tuple[int, Finding]) -> int:
    return pair[0]


def _command(command: str, finding: Finding) -> str:
    properties = {"title": f"{finding.code} {finding.name}"}
    if place := finding.place:
        properties = {"file": relative(place.file), "line": str(place.line), **properties}
        properties["endLine"] = str(place.end_line)
        if place.line == place.end_line:
            properties |= {"col": str(place.column), "endColumn": str(place.end_column)}
    said = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = with_isolates(finding.message)
    if finding.excerpt:
        message += f"\n{isolated(finding.excerpt)}"
    return f"::{command} {said}::{_data(message)}"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


def summary(findings: Iterable[Finding]) -> str:
    """All findings as a table in Markdown, as far as a step summary has room."""
    every = list(findings)
    if not every:
        return "### khabar check\n\nNo findings.\n"
    lines = ["### khabar check\n\n", "| severity | rule | place | message |\n|---|---|---|---|\n"]
    room = _SUMMARY_BYTES
    shown = 0
    for finding in every:
        line = _row(finding)
        room -= len(line.encode())
        if room < 0:
            break
        lines.append(line)
        shown += 1
    if shown < len(every):
        lines.append(f"\n{len(every) - shown} more findings have no room here.\n")
    return "".join(lines)


def _row(finding: Finding) -> str:
    place = finding.place
    where = f"`{relative(place.file)}:{place.line}`" if place else ""
    rule = f"{finding.code} {finding.name}"
    cells = (finding.severity, rule, where, with_isolates(finding.message))
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |\n"


def _cell(words: str) -> str:
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace("\\", "\\\\")
    return escaped.replace("|", "\\|").replace("\n", " ")
