"""KH212: blank-at-edge.

A span starts or ends with a blank.

Why: two annotators who agree on the words would differ on the span, and exact scores call that a
miss.

Bad:
    قالت[ سلمى] نعم

Good:
    قالت [سلمى] نعم

Fix: leave the blank outside.

See: corpus/guidelines/00-overview.md
"""

from collections.abc import Iterator

from khabar.problem import Fix
from khabar.rules import _edits
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted


@rule("KH212", severity="warning", fix="safe")
def blank_at_edge(index: Index) -> Iterator[Hit]:
    for number in index.odd_edges:
        span = index.spans[number]
        bare = span.text.strip()
        if bare == span.text:
            continue
        fix = Fix(safe=True, description=f"leave only {quoted(bare)}") if bare else None
        message = f"the span {quoted(span.text)} has a blank at its edge"
        pointer = index.pointers[number]
        start = span.start + len(span.text) - len(span.text.lstrip())
        edits = _edits.span(pointer, start, start + len(bare), index.text) if bare else None
        yield Hit(message, pointer, span.start, span.end, fix, span.text, edits=edits)
