"""Findings as a list that shows itself where people look at tables."""

import html
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from khabar.problem import Finding, MissingExtraError

_COLUMNS = ("severity", "code", "name", "article", "file", "line", "pointer", "message", "excerpt")


class Findings(list[Finding]):
    """A list of findings; counts, and becomes a table on demand."""

    def count(self, severity: object) -> int:
        """How many findings have a severity."""
        return sum(one.severity == severity for one in self)

    def rows(self) -> list[dict[str, Any]]:
        """One flat row a finding: the place spread over columns, the fix as its description."""
        return [_row(one) for one in self]

    def to_pandas(self) -> Any:  # noqa: ANN401 - pandas is an extra
        """The findings as a `pandas.DataFrame`, one row each.

        Raises:
            MissingExtraError: if pandas is not installed.
        """
        try:
            import pandas as pd
        except ImportError:
            raise MissingExtraError("a table of findings", "hub") from None
        return pd.DataFrame(self.rows(), columns=list(_row(_EMPTY)))

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{name}</th>" for name in _COLUMNS)
        body = "".join(_html_row(row) for row in self.rows())
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


class Stream(Iterator[Finding]):
    """Findings as they come, once; asked for a table, all of those that are left.

    Example:
        >>> stream = Stream(Finding(code=code, message="") for code in ("KH205", "KH301"))
        >>> next(stream).code
        'KH205'
        >>> [row["code"] for row in stream.all().rows()]
        ['KH301']
    """

    def __init__(self, source: Iterable[Finding]) -> None:
        self._source = iter(source)
        self._all: Findings | None = None

    def __next__(self) -> Finding:
        return next(self._source)

    def all(self) -> Findings:
        """The findings that are left, in a list; they can still be gone through afterwards."""
        if self._all is None:
            self._all = Findings(self._source)
            self._source = iter(self._all)
        return self._all

    def to_pandas(self) -> Any:  # noqa: ANN401 - pandas is an extra
        """As `Findings.to_pandas`."""
        return self.all().to_pandas()

    def _repr_html_(self) -> str:
        return self.all()._repr_html_()


_EMPTY = Finding(code="", message="")


def _row(finding: Finding) -> dict[str, Any]:
    row = {
        name: getattr(finding, name)
        for name in msgspec.structs.asdict(finding)
        if name not in ("place", "fix")
    }
    place = finding.place
    for name in ("file", "line", "column", "end_line", "end_column"):
        row[name] = getattr(place, name) if place else None
    row["fix"] = finding.fix.description if finding.fix else None
    row["fix_safe"] = finding.fix.safe if finding.fix else None
    return row


def _html_row(row: dict[str, Any]) -> str:
    cells = ("" if row[name] is None else html.escape(str(row[name])) for name in _COLUMNS)
    return "<tr>" + "".join(f'<td dir="auto">{cell}</td>' for cell in cells) + "</tr>"
