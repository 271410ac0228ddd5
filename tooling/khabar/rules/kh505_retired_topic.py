"""KH505: retired-topic.

A topic's code was retired by the IPTC.

Why: a retired code stays readable, but new articles get its successor, so that one subject is not
counted under two codes.

Bad:
    "topics": [a code with a date in `retired`]

Good:
    "topics": [a code without]

Fix: give the topic that took its place; the definition in the vocabulary mostly names it.

See: corpus/guidelines/06-topics.md T3
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.schema import labels


@rule("KH505", severity="warning")
def retired_topic(index: Index) -> Iterator[Hit]:
    known = labels("topics")
    for pointer, code in index.topics:
        topic = known.get(code)
        if topic and topic.retired:
            message = f"the topic {code} ({topic.en}) was retired on {topic.retired}"
            yield Hit(message, pointer, mark=code)
