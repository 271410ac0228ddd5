"""One JSON object a line, each as soon as it is found."""

from collections.abc import Iterable
from typing import TextIO

import msgspec

from khabar.problem import Finding
from khabar.reports._paths import readable

NAME = "jsonl"


def write(findings: Iterable[Finding], stream: TextIO) -> None:
    """Write findings as they come, in the fields of `khabar.problem.Finding`."""
    stream.writelines(
        f"{msgspec.json.encode(readable(finding)).decode()}\n" for finding in findings
    )
