"""khabar: a labelled corpus of Arabic news, and the toolkit that keeps it right.

    >>> import khabar
    >>> article = khabar.read("corpus/articles/water-treaty.json")  # doctest: +SKIP
    >>> for finding in khabar.check("corpus"):                        # doctest: +SKIP
    ...     print(finding.code, finding.message)

`load` yields the articles of a file, folder, JSONL file or dataset, or its rows as a table; `check`
what is wrong with them; `diff` what changed between two sets or releases; `convert` writes them in
another form; `ingest` makes articles of crawled pages; `split` divides a corpus; `stats` counts
what is in it. The command line is a thin layer over these.
"""

__version__ = "0.1.0"

from khabar.diff import Change, Difference, changes
from khabar.formats import convert
from khabar.hub import diff
from khabar.ingest import ingest
from khabar.model import (
    SCHEMA,
    Article,
    Entity,
    Mention,
    Origin,
    Publication,
    Quote,
    Relay,
    Span,
    Stance,
    Target,
)
from khabar.problem import Finding, KhabarError, Place
from khabar.reading import load, stats
from khabar.rules import check, check_article
from khabar.splitting import split
from khabar.store import dumps, line
from khabar.store import read_article as read
from khabar.store import write_article as write

__all__ = [
    "SCHEMA",
    "Article",
    "Change",
    "Difference",
    "Entity",
    "Finding",
    "KhabarError",
    "Mention",
    "Origin",
    "Place",
    "Publication",
    "Quote",
    "Relay",
    "Span",
    "Stance",
    "Target",
    "changes",
    "check",
    "check_article",
    "convert",
    "diff",
    "dumps",
    "ingest",
    "line",
    "load",
    "read",
    "split",
    "stats",
    "write",
]
