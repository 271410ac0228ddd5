"""Findings as one JSON array, one finding a line, for other programs."""

from collections.abc import Iterable
from typing import TextIO

import msgspec

from khabar.problem import Finding
from khabar.reports._paths import readable

NAME = "json"


def write(findings: Iterable[Finding], stream: TextIO) -> None:
    """Write findings as they come; with none the array is empty."""
    between = "[\n"
    for finding in findings:
        stream.write(between + msgspec.json.encode(readable(finding)).decode())
        between = ",\n"
    stream.write("[]\n" if between == "[\n" else "\n]\n")
