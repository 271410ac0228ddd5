"""KH210: span-out-of-bounds.

A span ends after the end of the text.

Why: it was made on another text, or counted in another unit; its other spans are suspect too.

Bad:
    text of 14 characters    {"start": 10, "end": 16, "text": "نعم"}

Good:
    text of 14 characters    {"start": 11, "end": 14, "text": "نعم"}

Fix: see the cause in the message; where there is none, compare the text with the one that was
annotated.

See: schema/article.schema.json
"""

from collections.abc import Iterator

from khabar.rules._diagnosis import diagnosis, moves, repair
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule


@rule("KH210", severity="error", fix="safe")
def span_out_of_bounds(index: Index) -> Iterator[Hit]:
    length = len(index.text)
    for number in index.misfits:
        span = index.spans[number]
        if span.start < span.end and span.end > length:
            yield Hit(
                f"the span is {span.start}:{span.end}, the text has {length} characters; "
                f"{diagnosis(index, number)}",
                index.pointers[number],
                fix=repair(index, number),
                mark=span.text,
                edits=moves(index),
            )
