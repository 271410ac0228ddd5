"""How ``khabar check`` writes and counts its findings."""

import os
import sys
import time
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
_EVERY = 0.2
"""Seconds between two looks at progress."""


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

    def closing(self, seen: int, passes: int) -> str:
        """The last line: how much was checked and what was found.

        Args:
            seen: how many articles were checked, the passes over them included.
            passes: how many of those are passes.
        """
        counts = [(self.severities[one], one) for one in get_args(Severity)]
        said = ", ".join(
            f"{count} {name}{'s' if count != 1 and name != 'info' else ''}"
            for count, name in counts
        )
        return f"checked {_checked(seen - passes, passes)}: {said}"

    def fails(self, *, warnings: bool) -> bool:
        """Whether there is an error, or a warning where these count as well."""
        return bool(self.severities["error"] or (warnings and self.severities["warning"]))

    def left(self) -> str:
        """What is left after repairs."""
        more = f", {self.unsafe} of them with --unsafe-fixes" if self.unsafe else ""
        return f"left: {self.codes.total()}{more}"


def _checked(articles: int, passes: int, form: str = "") -> str:
    said = f"{articles:{form}} article{'' if articles == 1 else 's'}"
    if not passes:
        return said
    more = f"{passes:{form}} pass{'' if passes == 1 else 'es'}"
    return f"{said} and {more}" if articles else more


class Progress:
    """How many articles have been checked, on the last line of a terminal's standard error.

    Args:
        shown: whether it is wanted; it is never shown where standard error is no terminal.
    """

    def __init__(self, *, shown: bool) -> None:
        dumb = os.environ.get("TERM") == "dumb"
        self._shown = shown and sys.stderr.isatty() and not dumb
        self._seen = self._passes = self._bytes = 0
        self._began = self._said = time.monotonic()
        self._standing = False

    def tick(self, seen: int, size: int, passes: int = 0) -> None:
        """Take note that so many more articles, of so many bytes, have been checked.

        Args:
            seen: how many, the passes over them included.
            size: how many bytes they have.
            passes: how many of all that have been checked so far are passes.
        """
        self._seen += seen
        self._passes = passes
        self._bytes += size
        if self._shown and time.monotonic() - self._said >= _EVERY:
            self._say()

    def _say(self) -> None:
        self._said = time.monotonic()
        pace = self._bytes / 1e6 / (self._said - self._began)
        said = _checked(self._seen - self._passes, self._passes, ",")
        line = f"{said}, {self._bytes / 1e6:,.0f} MB, {pace:.1f} MB/s"
        sys.stderr.write(f"\r{line}\033[K")
        sys.stderr.flush()
        self._standing = True

    def _clear(self) -> None:
        if self._standing:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
            self._standing = False

    def cleared(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Yield findings, the line out of their way."""
        try:
            for one in findings:
                self._clear()
                yield one
        finally:
            self._clear()


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
            stream = TextIOWrapper(raw, encoding="utf-8", newline="\n")
            yield stream
            stream.flush()
            stream.detach()
    except OSError as error:
        raise unwritable(path, error) from error
