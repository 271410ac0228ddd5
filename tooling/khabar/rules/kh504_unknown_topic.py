"""KH504: unknown-topic.

A topic has the form of a Media Topic code but is none.

Why: it has no name in any language and no place in the tree.

Bad:
    "topics": ["medtop:99999999"]

Good:
    "topics": ["medtop:11000000"]

Fix: look the topic up in the vocabulary.

See: schema/labels/topics.json
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted
from khabar.schema import labels


@rule("KH504", severity="error")
def unknown_topic(index: Index) -> Iterator[Hit]:
    known = labels("topics")
    for pointer, code in index.topics:
        if code not in known:
            yield Hit(f"there is no topic {quoted(code)}", pointer, mark=code)
