"""What is measured of an article: for each subject, a number for each thing that it has.

Characters are code points, words are what blanks divide. Of what has several parts the parts are
measured together, without what stands between them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from khabar.census.nesting import depths
from khabar.model import Article, Spans

Sizes = Callable[[Article], Iterable[int]]
_Groups = Callable[[Article], Iterable[Spans]]


def _mentions(article: Article) -> Iterator[Spans]:
    return (one.spans for one in article.mentions)


def _contents(article: Article) -> Iterator[Spans]:
    return (one.content for one in article.quotes)


def _cues(article: Article) -> Iterator[Spans]:
    return (one.cue for one in article.quotes if one.cue)


def _sources(article: Article) -> Iterator[Spans]:
    return (one.source for one in article.quotes if one.source)


def _characters(groups: _Groups) -> Sizes:
    return lambda article: [sum(one.end - one.start for one in spans) for spans in groups(article)]


def _words(groups: _Groups) -> Sizes:
    return lambda article: [
        sum(len(one.text.split()) for one in spans) for spans in groups(article)
    ]


def _mention_depths(article: Article) -> list[int]:
    return depths([one.spans for one in article.mentions])


def _quote_depths(article: Article) -> Iterator[int]:
    """How many quotes there are from each to the outermost it stands in; a cycle is walked once."""
    parents = {one.id: one.parent for one in article.quotes}
    for quote in article.quotes:
        seen, outer = {quote.id}, quote.parent
        while outer in parents and outer not in seen:
            seen.add(outer)
            outer = parents[outer]
        yield len(seen)


def _clusters(article: Article) -> list[int]:
    found = Counter(one.entity for one in article.mentions)
    return [found[one.id] for one in article.entities]


SIZES: Mapping[str, Sizes] = {
    "article_words": lambda article: [len(article.text.split())],
    "article_characters": lambda article: [len(article.text)],
    "mention_words": _words(_mentions),
    "mention_characters": _characters(_mentions),
    "mention_depth": _mention_depths,
    "entity_mentions": _clusters,
    "content_words": _words(_contents),
    "content_characters": _characters(_contents),
    "cue_words": _words(_cues),
    "cue_characters": _characters(_cues),
    "source_words": _words(_sources),
    "source_characters": _characters(_sources),
    "quote_depth": _quote_depths,
}
"""By subject, the sizes in an article.

``content``, ``cue`` and ``source`` are those of quotes. The depth of what stands in nothing else is
1. ``entity_mentions`` are the mentions of each entity, 0 of one that has none.
"""
