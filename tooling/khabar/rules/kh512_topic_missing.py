"""KH512: topic-missing.

An article is said to be annotated and has no topic.

Why: every story is about something; in finished work "not decided" is a gap, and a split by topic
leaves the article out.

Bad:
    "status": "annotated" without "topics"

Good:
    "status": "annotated"    "topics": ["medtop:20000639"]

Fix: choose one to four topics, or set the status back to `prelabelled`.

See: corpus/guidelines/06-topics.md T1
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule


@rule("KH512", severity="warning")
def topic_missing(index: Index) -> Iterator[Hit]:
    if index.finished and not index.article.topics:
        yield Hit(f"the article is {index.article.status} and has no topic", "/status")
