"""KH002: not-utf8.

The file is not UTF-8.

Why: every offset counts characters, and bytes in another encoding have none until somebody guesses
which. A wrong guess turns Arabic into other letters without an error.

Bad:
    e4 e3 e4 ...     (نمن in Windows-1256)

Good:
    d9 86 d9 85 ...  (the same in UTF-8)

Fix: convert the file from the encoding it was written in: `iconv -f WINDOWS-1256 -t UTF-8`.

See: docs/check.md
"""

from collections.abc import Iterator

from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, rule


@rule("KH002", scope="file", severity="error", of_broken=True)
def not_utf8(reading: Reading) -> Iterator[Hit]:
    if reading.error and reading.error.code == "KH002":
        yield Hit(reading.error.message, place=reading.error.place)
