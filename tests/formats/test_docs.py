"""The table of formats in the docs is what the formats say of themselves."""

import re
from pathlib import Path

from khabar.formats import all_formats

DOCS = Path(__file__).parents[2] / "docs" / "formats.md"


def table() -> str:
    rows = ["| format | suffixes | what it is | cannot hold |", "|---|---|---|---|"]
    for name, one in all_formats().items():
        suffixes = " ".join(f"`{suffix}`" for suffix in one.SUFFIXES)
        loses = ", ".join(f"`{field}`" for field in sorted(one.LOSES)) or "–"
        rows.append(f"| `{name}` | {suffixes} | {one.SUMMARY} | {loses} |")
    return "\n".join(rows)


def test_the_table_is_true() -> None:
    (found,) = re.findall(r"<!-- formats.*?-->\n(.*?)\n<!-- end -->", DOCS.read_text(), re.DOTALL)
    assert found == table(), f"put this into {DOCS.name}:\n{table()}"
