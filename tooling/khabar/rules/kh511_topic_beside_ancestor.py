"""KH511: topic-beside-ancestor.

An article has a topic and also one above it in the tree.

Why: the specific topic says the general one already. Given twice, the story counts twice for it.

Bad:
    "topics": ["medtop:20000639", "medtop:11000000"]    (diplomacy is politics)

Good:
    "topics": ["medtop:20000639"]

Fix: keep the specific one.

See: corpus/guidelines/06-topics.md T2
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.schema import labels


@rule("KH511", severity="warning")
def topic_beside_ancestor(index: Index) -> Iterator[Hit]:
    topics = index.article.topics
    known = labels("topics")
    for code in topics:
        for above in _ancestors(code):
            if above in topics:
                message = f"{above} ({known[above].en}) is above {code} ({known[code].en})"
                yield Hit(message, f"/topics/{topics.index(above)}", mark=code)


def _ancestors(code: str) -> Iterator[str]:
    known = labels("topics")
    topic = known.get(code)
    while topic is not None and topic.broader is not None:
        yield topic.broader
        topic = known.get(topic.broader)
