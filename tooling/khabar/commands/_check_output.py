"""How ``khabar check`` writes and counts its findings."""

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO, get_args

import typer

from khabar.problem import Finding, Severity
from khabar.reports import Report
from khabar.rules import rules
from khabar.store import replacing, unwritable

_SUMMARY = "GITHUB_STEP_SUMMARY"


class Tally:
    """Counts findings on their way to the report, and holds back what is more than asked for.

    Args:
        most: how many findings of one rule are written; all when None.

    Attributes:
        severities: how many findings there were of each severity, written or not.
        codes: how many of each rule.
        unsafe: how many of them have a repair that needs a human's look.
    """

    def __init__(self, most: int | None = None) -> None:
        self.severities: Counter[Severity] = Counter()
        self.codes: Counter[str] = Counter()
        self.unsafe = 0
        self._most = most

    def counted(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Yield the findings that are written."""
        for finding in findings:
            self.severities[finding.severity] += 1
            self.codes[finding.code] += 1
            self.unsafe += finding.fix is not None and not finding.fix.safe
            if self._most is None or self.codes[finding.code] <= self._most:
                yield finding

    def held_back(self) -> str:
        """What was not written, "" if nothing."""
        if self._most is None:
            return ""
        more = {code: count - self._most for code, count in sorted(self.codes.items())}
        return ", ".join(f"{n} {code} {rules()[code].name}" for code, n in more.items() if n > 0)

    def closing(self, seen: int) -> str:
        """The last line: how much was checked and what was found."""
        counts = [(self.severities[one], one) for one in get_args(Severity)]
        said = ", ".join(
            f"{count} {name}{'s' if count != 1 and name != 'info' else ''}"
            for count, name in counts
        )
        return f"checked {seen} article{'' if seen == 1 else 's'}: {said}"

    def fails(self, *, warnings: bool) -> bool:
        """Whether there is an error, or a warning where these count as well."""
        return bool(self.severities["error"] or (warnings and self.severities["warning"]))

    def left(self) -> str:
        """What is left after repairs."""
        more = f", {self.unsafe} of them with --unsafe-fixes" if self.unsafe else ""
        return f"left: {self.codes.total()}{more}"


def show_statistics(tally: Tally) -> None:
    """Say how many findings each rule has, the most frequent first."""
    for code, count in sorted(tally.codes.items(), key=lambda pair: (-pair[1], pair[0])):
        typer.echo(f"{count:7} {code} {rules()[code].name}", err=True)


def write(form: Report, findings: Iterator[Finding], stream: TextIO) -> None:
    """Write a report, and its summary where the platform has a page for it."""
    page = os.environ.get(_SUMMARY)
    if form.summary is None or not page:
        form.write(findings, stream)
        return
    every = list(findings)
    form.write(every, stream)
    try:
        with Path(page).open("a", encoding="utf-8") as file:
            file.write(form.summary(every))
    except OSError as error:
        raise unwritable(Path(page), error) from error


@contextmanager
def opened(path: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that is only there when all of it is."""
    if path is None:
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")
        yield sys.stdout
        return
    try:
        with replacing(path) as raw:
            stream = TextIOWrapper(raw.file, encoding="utf-8", newline="\n")
            yield stream
            stream.flush()
            stream.detach()
    except OSError as error:
        raise unwritable(path, error) from error
