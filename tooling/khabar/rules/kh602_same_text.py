"""KH602: same-text.

Two articles have the same words in the same order; marks, vowel signs, spelling variants of one
letter and layout aside.

Why: an article that is there twice counts twice in every figure, and when one copy is in train and
the other in test, the test says nothing.

Bad:
    articles/storm.json and articles/storm-again.json with the text أعلنت الوزيرة بدء العمل …

Good:
    articles/storm.json and passes/annotator-1/storm.json, one article and a pass over it

Fix: keep one of the two.

See: corpus/README.md
"""

from collections.abc import Iterator

from khabar.rules._corpus import Articles, Spot, spot
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.rules._shingles import digest_of


@rule("KH602", scope="corpus", severity="warning")
def same_text() -> Watch:
    articles = Articles()
    seen: dict[bytes, Spot] = {}

    def watch(reading: Reading, index: Index) -> Iterator[Hit]:
        if articles.new(reading, index):
            here = spot(reading, index)
            first = seen.setdefault(digest_of(index), here)
            if first is not here:
                yield Hit(f"the text has the same words as {first}", "/text", mark=first.id)

    return watch
