"""KH003: byte-order-mark.

The file begins with a byte order mark.

Why: UTF-8 needs none, and many JSON readers refuse a file that has one.

Bad:
    ef bb bf 7b 0a ...

Good:
    7b 0a ...

Fix: save the file as UTF-8 without a byte order mark; `khabar format` does it.

See: docs/check.md
"""

from collections.abc import Iterator

from khabar.problem import Fix, Place
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, rule


@rule("KH003", scope="file", severity="error", fix="safe")
def byte_order_mark(reading: Reading) -> Iterator[Hit]:
    if reading.marked:
        place = Place(
            file=reading.document.file, line=reading.document.line, end_line=reading.document.line
        )
        fix = Fix(safe=True, description="take the mark away")
        yield Hit(
            "the file begins with a byte order mark (EF BB BF)", place=place, fix=fix, edits=()
        )
