"""KH009: file-too-large.

The document is longer than the limit (50 MB unless told otherwise) and was not read.

Why: an article is some kilobytes. What is thousands of times larger is something else, and reading
it would take the memory of the machine.

Bad:
    articles/dump.json   310 MB

Good:
    articles/coastal-storm.json   12 KB

Fix: move the file out of the folder; write many articles as JSONL, which is read line by line.

See: docs/check.md
"""

from collections.abc import Iterator

from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, rule


@rule("KH009", scope="file", severity="error", of_broken=True)
def file_too_large(reading: Reading) -> Iterator[Hit]:
    if reading.too_large:
        size, limit = len(reading.document.data), reading.limit
        yield Hit(f"the document has {size:,} bytes, the limit is {limit:,}; it was not read")
