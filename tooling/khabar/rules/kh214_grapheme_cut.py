"""KH214: grapheme-cut.

A span starts or ends inside what a reader sees as one character: between a letter and its mark,
or within an emoji.

Why: the mark that is left outside changes the word next to the span, and on the page nobody can
select such an edge, so the offsets were counted in another way.

Bad:
    قالت [سلم]َى    (the fatha of the meem left outside)

Good:
    قالت [سلمَى]

Fix: take the marks of the last letter into the span; start before the letter, not its marks.

See: corpus/guidelines/01-mentions.md
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import named, quoted
from khabar.text import splits_grapheme


@rule("KH214", severity="warning")
def grapheme_cut(index: Index) -> Iterator[Hit]:
    for number, offset in index.inner_edges:
        if splits_grapheme(index.text, offset):
            span = index.spans[number]
            edge = "starts" if offset == span.start else "ends"
            yield Hit(
                f"the span {quoted(span.text)} {edge} at {offset}, before "
                f"{named(index.text[offset])}: inside one character as a reader sees it",
                index.pointers[number],
                span.start,
                span.end,
                mark=f"{edge} {span.text}",
            )
