"""KH202: carriage-return.

The text has a carriage return: its lines end in CRLF or CR, not LF.

Why: browsers and tools turn CRLF into LF without a word, and every offset after it is then one
too large for each line before it.

Bad:
    بدأ العمل.␍␊وقالت سلمى ...

Good:
    بدأ العمل.␊وقالت سلمى ...

Fix: bring the text to LF before it is annotated (`khabar ingest` does). In an annotated text the
spans must move with it.

See: schema/article.schema.json
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule


@rule("KH202", severity="error")
def carriage_return(index: Index) -> Iterator[Hit]:
    if index.printable:
        return
    at = index.text.find("\r")
    if at < 0:
        return
    pairs = index.text.count("\r\n")
    alone = index.text.count("\r") - pairs
    message = f"lines end in CRLF {pairs} times and in CR {alone} times, first at offset {at}"
    yield Hit(message, "/text", at, at + 1)
