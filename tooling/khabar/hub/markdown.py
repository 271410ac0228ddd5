"""Tables and pictures in Markdown."""

from collections.abc import Sequence


def grid(rows: Sequence[Sequence[str]]) -> str:
    r"""A table, the first row its head.

    Example:
        >>> print(grid([["label", "count"], ["a|b", "3"]]))
        | label | count |
        |---|---|
        | a\|b | 3 |
    """
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])
