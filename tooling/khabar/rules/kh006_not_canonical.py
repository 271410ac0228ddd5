"""KH006: not-canonical.

The file holds an article, but not in canonical form. Lines of JSONL and standard input are
exempt: they are ways to carry articles, not where a corpus keeps them.

Why: one article has one form, each annotation on one line, so that a diff shows what changed, a
merge moves whole annotations and a finding points at one.

Bad:
    {"id": "m1", "spans": [...], "type": "PER"},
    {"id": "m0", ...}                              (keys and annotations in another order)

Good:
    {"id": "m0", ...},
    {"id": "m1", "type": "PER", "spans": [...]}

Fix: run `khabar format FILE`; formatting twice changes nothing.

See: schema/article.schema.json
"""

from collections.abc import Iterator

from khabar.problem import Fix
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, rule
from khabar.store import STDIN_NAME, dumps, point


@rule("KH006", scope="file", severity="warning", fix="safe")
def not_canonical(reading: Reading) -> Iterator[Hit]:
    document, article = reading.document, reading.article
    if article is None or document.in_lines or document.file == STDIN_NAME or reading.canonical:
        return
    here, there = document.data.split(b"\n"), dumps(article).split(b"\n")
    pairs = zip(here, there, strict=False)
    line = next((at for at, (a, b) in enumerate(pairs, 1) if a != b), min(len(here), len(there)))
    yield Hit(
        f"the file is not in canonical form, first on line {line}; `khabar format` writes it",
        place=point(document.file, line, 1),
        fix=Fix(safe=True, description="write the file in canonical form"),
        edits=(),
    )
