"""Tables in Markdown: for a card, a comment or a page."""

from typing import TextIO

from khabar.census import Statistics
from khabar.reports._cells import cell


def write(found: Statistics, stream: TextIO, most: int) -> None:
    """Write a table for each subject that has anything to count.

    Args:
        found: the census.
        stream: where to.
        most: rows of a table whose labels are without end, and groups that are shown.
    """
    for number, table in enumerate(found.tables(most)):
        stream.write("\n" if number else "")
        head = " | ".join(map(cell, (table.title, *table.columns)))
        stream.write(f"| {head} |\n|---|{'---:|' * len(table.columns)}\n")
        stream.writelines(f"| {' | '.join(map(cell, row))} |\n" for row in table.rows)
        if table.left_out:
            stream.write(f"\n{table.left_out:,} more\n")
