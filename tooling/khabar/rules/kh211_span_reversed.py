"""KH211: span-reversed.

A span ends where it starts, or before.

Why: it selects nothing. Start and end were exchanged, or a length was written as an end.

Bad:
    {"start": 9, "end": 5, "text": "سلمى"}

Good:
    {"start": 5, "end": 9, "text": "سلمى"}

Fix: exchange start and end, or add the start to the length, and see that the words agree.

See: schema/article.schema.json
"""

from collections.abc import Iterator

from khabar.rules._diagnosis import moves, repair
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule


@rule("KH211", severity="error", fix="safe")
def span_reversed(index: Index) -> Iterator[Hit]:
    for number in index.misfits:
        span = index.spans[number]
        if span.end <= span.start:
            message = f"the span starts at {span.start} and ends at {span.end}: it selects nothing"
            yield Hit(
                message,
                index.pointers[number],
                fix=repair(index, number),
                mark=span.text,
                edits=moves(index),
            )
