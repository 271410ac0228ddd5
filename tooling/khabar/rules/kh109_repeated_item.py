"""KH109: repeated-item.

A list that is a set holds an item twice.

Why: it would be counted twice.

Bad:
    {"quotes": ["q1", "q2", "q1"]}

Good:
    {"quotes": ["q1", "q2"]}

Fix: take the repetition out.

See: schema/article.schema.json
"""

from collections.abc import Iterator

from khabar.problem import Fix
from khabar.rules._edits import without_repetitions
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, rule


@rule("KH109", scope="file", severity="error", fix="safe", of_broken=True)
def repeated_item(reading: Reading) -> Iterator[Hit]:
    for fault in reading.broken("uniqueItems"):
        fix = Fix(safe=True, description="leave each item once")
        edits = without_repetitions(fault.pointer, reading.at(fault.pointer))
        yield Hit(fault.message, fault.pointer, fix=fix, edits=edits)
