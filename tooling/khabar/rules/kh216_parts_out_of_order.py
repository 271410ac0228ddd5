"""KH216: parts-out-of-order.

The parts of one annotation overlap or do not stand in the order of the text.

Why: a discontinuous annotation is its parts one after another. Where they overlap, the same words
count twice; where they are out of order, its extent comes out wrong.

Bad:
    "content": [{"start": 30, ...}, {"start": 12, ...}]

Good:
    "content": [{"start": 12, ...}, {"start": 30, ...}]

Fix: put the parts in the order of the text; make one part of two that overlap.

See: corpus/guidelines/03-quotes.md
"""

from collections.abc import Iterator

from khabar.model import Spans
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule


@rule("KH216", severity="error")
def parts_out_of_order(index: Index) -> Iterator[Hit]:
    if not any(at for parts in index.parted for at in _misplaced(parts)):
        return
    for pointer, parts in index.groups:
        for at in _misplaced(parts):
            one, other = parts[at - 1], parts[at]
            fault = "overlap" if one.start < other.end else "stand in reverse order"
            message = f"the parts {one.start}:{one.end} and {other.start}:{other.end} {fault}"
            yield Hit(message, f"{pointer}/{at}", mark=other.text)


def _misplaced(parts: Spans) -> list[int]:
    """Numbers of the parts that start before the one before them ends."""
    return [at for at in range(1, len(parts)) if parts[at].start < parts[at - 1].end]
