"""KH205: span-text-differs.

The words a span carries are not the words its offsets select.

Why: one of the two is wrong, and nobody can tell which words the annotator meant. Offsets counted
in another unit go wrong silently everywhere else.

Bad:
    text "😀 قالت سلمى نعم"    {"start": 8, "end": 12, "text": "سلمى"}    (UTF-16 units)

Good:
    text "😀 قالت سلمى نعم"    {"start": 7, "end": 11, "text": "سلمى"}

Fix: move the span to its words. The message says why they differ where one cause explains it:
UTF-16 units, CRLF, escaped HTML, an inclusive end, a shift, blanks at the edge, folded letters.
Only a cause that explains every span of the article is offered as a repair.

See: schema/article.schema.json
"""

from collections.abc import Iterator

from khabar.rules._diagnosis import diagnosis, moves, repair
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted


@rule("KH205", severity="error", fix="safe")
def span_text_differs(index: Index) -> Iterator[Hit]:
    for number in index.misfits:
        span = index.spans[number]
        if not span.start < span.end <= len(index.text):
            continue
        selected = index.text[span.start : span.end]
        message = (
            f"the span says {quoted(span.text)}, the text has {quoted(selected)} "
            f"at {span.start}:{span.end}; {diagnosis(index, number)}"
        )
        yield Hit(
            message,
            index.pointers[number],
            span.start,
            span.end,
            fix=repair(index, number),
            mark=span.text,
            edits=moves(index),
        )
