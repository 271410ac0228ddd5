"""A Code Quality report of GitLab: findings appear in the changes of a merge request.

GitLab grades from info to blocker. A file that cannot be read or is no article blocks all further
checks; other errors are critical.
"""

import json
from collections.abc import Iterable
from typing import Any, TextIO

from khabar.problem import Finding, Severity
from khabar.reports._distinct import Distinct
from khabar.reports._escapes import printable
from khabar.reports._isolates import isolated, with_isolates
from khabar.reports._paths import relative

NAME = "gitlab"

_GRADES: dict[Severity, str] = {"error": "critical", "warning": "major", "info": "info"}
_BLOCKING = ("KH0", "KH1")


def write(findings: Iterable[Finding], stream: TextIO) -> None:
    """Write an array with one finding a line, as they come; with none the array is empty."""
    fingerprints = Distinct()
    between = "[\n"
    for finding in findings:
        stream.write(between + json.dumps(_entry(finding, fingerprints), ensure_ascii=False))
        between = ",\n"
    stream.write("[]\n" if between == "[\n" else "\n]\n")


def _entry(finding: Finding, fingerprints: Distinct) -> dict[str, Any]:
    message = f"{finding.code} {finding.name}: {with_isolates(finding.message)}"
    if finding.excerpt:
        message += f" — {isolated(finding.excerpt)}"
    place = finding.place
    file = relative(place.file) if place else finding.article or "-"
    return {
        "description": printable(message),
        "check_name": finding.code,
        "fingerprint": fingerprints.of(finding),
        "severity": _grade(finding),
        "location": {"path": printable(file), "lines": {"begin": place.line if place else 1}},
    }


def _grade(finding: Finding) -> str:
    if finding.severity == "error" and finding.code.startswith(_BLOCKING):
        return "blocker"
    return _GRADES[finding.severity]
