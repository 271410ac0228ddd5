"""KH783: pass-without-annotator.

A document in a folder of passes does not name its annotator: it has no origin, or one without a
name.

Why: agreement is measured between annotators. A pass of nobody cannot be compared, and when it is
moved out of its folder nobody knows whose it was.

Bad:
    passes/annotator-1/storm.json    without "origin"

Good:
    passes/annotator-1/storm.json    "origin": {"kind": "human", "name": "annotator-1"}

Fix: give the annotator's pseudonym as the name of the origin.

See: corpus/README.md
"""

from collections.abc import Iterator

from khabar.rules._corpus import is_pass
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule


@rule("KH783", scope="corpus", severity="warning")
def pass_without_annotator() -> Watch:
    def watch(reading: Reading, index: Index) -> Iterator[Hit]:
        origin = index.article.origin
        if (origin is None or origin.name is None) and is_pass(reading.document.file):
            what = "no origin" if origin is None else "an origin without a name"
            yield Hit(f"the pass has {what}, so nobody knows whose it is", "/status")

    return watch
