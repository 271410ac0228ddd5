"""Findings and errors: what is wrong, where, and how sure we are.

A `Finding` is a value: rules yield it, reports show it. A `KhabarError` is raised for what
cannot be read at all and carries its place.
"""

from typing import Literal

from msgspec import Struct

Severity = Literal["error", "warning", "info"]


class Place(Struct, frozen=True, kw_only=True):
    """A stretch of a file: lines and columns count from 1, columns in code points.

    `end_column` is the column after the last character.
    """

    file: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


class Fix(Struct, frozen=True, kw_only=True):
    """A repair offered with a finding.

    Attributes:
        safe: whether it may be applied without a human's look.
        description: what it would change, in a phrase.
    """

    safe: bool
    description: str


class Finding(Struct, frozen=True, kw_only=True):
    """One fault in one article or file.

    Attributes:
        code: the rule's code, as ``KH205``.
        name: the rule's name, as ``span-text-differs``.
        message: what stands and what was expected; never blame.
        pointer: JSON pointer of the value in the article, "" for the whole.
        severity: error, warning or info.
        article: id of the article, None where the file cannot be read that far.
        place: file, lines and columns of the value; filled in by the runner.
        start: first code point of the text concerned, if any.
        end: after the last one.
        excerpt: the words concerned, as they stand.
        fix: the repair, if the rule offers one.
        fingerprint: the same for the same fault after edits elsewhere; "" until it is given.
    """

    code: str
    name: str = ""
    message: str
    pointer: str = ""
    severity: Severity = "error"
    article: str | None = None
    place: Place | None = None
    start: int | None = None
    end: int | None = None
    excerpt: str | None = None
    fix: Fix | None = None
    fingerprint: str = ""


class KhabarError(Exception):
    """Something cannot be read, written or reached.

    Attributes:
        place: where in which file, if that is known.
        pointer: JSON pointer of the value concerned, if any.
        code: the code of the finding that says the same in a report, if there is one.
    """

    def __init__(
        self,
        message: str,
        *,
        place: Place | None = None,
        pointer: str = "",
        code: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.pointer = pointer
        self.code = code

    def __str__(self) -> str:
        """The message with its place in front: ``file:line:column: message``."""
        if self.place is None:
            return self.message
        return f"{self.place.file}:{self.place.line}:{self.place.column}: {self.message}"


class MissingExtraError(KhabarError):
    """A part of khabar needs packages that are not installed."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs more packages; install them: pip install 'khabar[{extra}]'")
