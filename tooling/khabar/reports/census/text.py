"""Tables for a terminal, one under the other."""

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import TextIO

from khabar.census import Statistics
from khabar.reports._escapes import one_line
from khabar.text import isolated

_GAP = "  "
_FROM_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufefc]")


def write(found: Statistics, stream: TextIO, most: int) -> None:
    """Write a table for each subject that has anything to count.

    Args:
        found: the census.
        stream: where to.
        most: rows of a table whose labels are without end, and groups that are shown.
    """
    for number, table in enumerate(found.tables(most)):
        stream.write("\n" if number else "")
        rows = [(table.title, *table.columns), *table.rows]
        shown = [(one_line(name), *map(one_line, cells)) for name, *cells in rows]
        widths = [max(map(len, column)) for column in zip_longest(*shown, fillvalue="")]
        stream.write(_line(shown[0], widths, ""))
        stream.writelines(_line(row, widths, _GAP) for row in shown[1:])
        if table.left_out:
            stream.write(f"{_GAP}and {table.left_out:,} more\n")


def _line(row: Sequence[str], widths: Sequence[int], indent: str) -> str:
    """A row with its name to the left and its cells to the right of their columns."""
    name, *cells = row
    padding = " " * (widths[0] + len(_GAP) - len(indent) - len(name))
    numbers = _GAP.join(_right(one, width) for one, width in zip(cells, widths[1:], strict=True))
    return f"{indent}{_said(name)}{padding}{_GAP}{numbers}\n"


def _right(words: str, width: int) -> str:
    return " " * (width - len(words)) + _said(words)


def _said(words: str) -> str:
    """Words as they are; those from right to left in isolates."""
    return isolated(words) if _FROM_RIGHT.search(words) else words
