"""One line a finding: file, line, column, code, message."""

from collections.abc import Iterable
from typing import TextIO

from khabar.problem import Finding
from khabar.reports._escapes import one_line
from khabar.reports._isolates import with_isolates

NAME = "concise"


def write(findings: Iterable[Finding], stream: TextIO) -> None:
    """Write findings as they come; what would break the line is written out."""
    stream.writelines(f"{sentence(finding)}\n" for finding in findings)


def sentence(finding: Finding) -> str:
    """A finding as one line, without its end."""
    place = finding.place
    where = f"{place.file}:{place.line}:{place.column}: " if place else ""
    return one_line(f"{where}{finding.code} {with_isolates(finding.message)}")
