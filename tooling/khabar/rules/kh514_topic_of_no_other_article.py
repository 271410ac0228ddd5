"""KH514: topic-of-no-other-article.

Of fifty articles with topics or more, one has a topic of a field (one of the seventeen at the top:
politics, sport, weather) in which no other article has any.

Why: a code is eight digits; a slip gives an article of political news a topic of archery. In a
corpus of some size a field does not come up once by chance as often as by mistake.

Bad:
    sixty articles on politics and economy, and one with "medtop:20000825" (longbow)

Good:
    sixty articles on politics and economy

Fix: look at the topic; where the article is the only one in its field, note that as known.

See: corpus/guidelines/06-topics.md
"""

from collections.abc import Iterator, Sequence
from functools import cache

from khabar.rules._corpus import Articles, Spot, again, spot
from khabar.rules._index import Index
from khabar.rules._reading import Reading
from khabar.rules._rule import Hit, Watch, rule
from khabar.schema import labels
from khabar.store import Document

_FEWEST = 50


class _Fields:
    def __init__(self) -> None:
        self._articles = Articles()
        self._count = 0
        self._first: dict[str, tuple[Spot, int] | None] = {}

    def __call__(self, reading: Reading, index: Index) -> Iterator[Hit]:
        topics = index.article.topics
        if topics and self._articles.new(reading, index):
            self._count += 1
            here = spot(reading, index)
            for field, at in _fields(topics).items():
                self._first[field] = None if field in self._first else (here, at)
        yield from ()

    def finish(self) -> Iterator[tuple[Document, Hit]]:
        """Yield the topics of fields that one article has, if there are many articles."""
        if self._count < _FEWEST:
            return
        known = labels("topics")
        alone: dict[Spot, list[tuple[str, int]]] = {}
        for field, found in self._first.items():
            if found:
                alone.setdefault(found[0], []).append((field, found[1]))
        for document, fields in again(alone):
            for field, at in fields:
                message = (
                    f"no other of {self._count} articles has a topic of the field "
                    f"{field} ({known[field].en})"
                )
                yield document, Hit(message, f"/topics/{at}", mark=field)


def _fields(topics: Sequence[str]) -> dict[str, int]:
    """The fields that topics lie in, each with the number of its first topic."""
    found: dict[str, int] = {}
    for at, code in enumerate(topics):
        field = _field(code)
        if field is not None:
            found.setdefault(field, at)
    return found


@cache
def _field(code: str) -> str | None:
    """The topic at the top of the branch that a topic stands in; None if there is no such topic."""
    topic = labels("topics").get(code)
    if topic is None or topic.broader is None:
        return topic.code if topic else None
    return _field(topic.broader)


@rule("KH514", scope="corpus", severity="info")
def topic_of_no_other_article() -> Watch:
    return _Fields()
