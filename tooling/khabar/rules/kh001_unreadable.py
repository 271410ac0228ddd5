"""KH001: unreadable.

A file of the folder cannot be opened.

Why: what cannot be read is not checked, and a corpus with a hole in it looks clean.

Bad:
    articles/storm.json -> ../elsewhere/storm.json   (a link to a file that is not there)

Good:
    articles/storm.json                              (a file with its article)

Fix: restore the file or its permissions, or take it out of the folder. A file that is named on
the command line and cannot be opened ends the check instead, with exit status 2.

See: docs/check.md
"""

from collections.abc import Iterator

from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, rule


@rule("KH001", scope="file", severity="error", of_broken=True)
def unreadable(_: Reading) -> Iterator[Hit]:
    """Find nothing in what was read: the runner speaks for this rule when a file is opened."""
    yield from ()
