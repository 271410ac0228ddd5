"""What the articles of a dataset hold, counted as they pass; the card is written from it."""

from collections import Counter
from collections.abc import Iterator, Mapping

from khabar.model import Article, Quote, annotations
from khabar.schema import labels
from khabar.text import proclitic

LENGTHS = 50
"""Articles are counted by their length in steps of so many words."""

_MONTH = len("2031-05")


class Census:
    """Counts over articles; in which order they came leaves no trace.

    Attributes:
        articles: how many there are.
        characters: code points of all texts.
        words: of all texts, as blanks divide them.
        counts: by subject (``mentions``, ``quotes``, ``stances``, ``status`` …), how many of each
            label; a label that was not decided counts as "".
    """

    def __init__(self) -> None:
        self.articles = 0
        self.characters = 0
        self.words = 0
        self.counts: dict[str, Counter[str]] = {}

    def add(self, article: Article) -> None:
        """Count one more article."""
        words = len(article.text.split())
        self.articles += 1
        self.characters += len(article.text)
        self.words += words
        for subject, found in _labels(article):
            self.counts.setdefault(subject, Counter()).update(found)
        self.counts.setdefault("length", Counter())[f"{words // LENGTHS * LENGTHS:06d}"] += 1

    def merge(self, other: "Census") -> None:
        """Take in the counts of more articles."""
        self.articles += other.articles
        self.characters += other.characters
        self.words += other.words
        for subject, found in other.counts.items():
            self.counts.setdefault(subject, Counter()).update(found)

    def of(self, subject: str) -> Mapping[str, int]:
        """The counts of a subject, the most frequent first, then by name."""
        found = self.counts.get(subject, Counter())
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    def sum(self, subject: str) -> int:
        """All counts of a subject together."""
        return sum(self.counts.get(subject, Counter()).values())


def _labels(article: Article) -> Iterator[tuple[str, list[str]]]:
    """The labels of an article, by subject."""
    yield "language", [article.language]
    yield "status", [article.status]
    yield from _publication(article)
    yield "mentions", [one.type for one in article.mentions]
    yield "levels", [one.level or "" for one in article.mentions]
    yield "entities", [one.type for one in article.entities]
    yield "linked", [one.qid for one in article.entities if one.qid]
    yield "apart", [one.type for one in article.mentions if len(one.spans) > 1]
    yield "proclitics", _proclitics(article)
    yield "quotes", [one.type or "" for one in article.quotes]
    yield "speakers", ["known" if one.speaker else "unknown" for one in article.quotes]
    yield "chains", [_chain(one) for one in article.quotes]
    yield "stances", [one.label for one in article.stances]
    yield "topics", [broadest(code) for code in article.topics[:1]]
    yield "origin", _origins(article)


def _publication(article: Article) -> Iterator[tuple[str, list[str]]]:
    about = article.publication
    if about is not None:
        yield "license", [about.license] if about.license else []
        yield "publisher", [about.publisher] if about.publisher else []
        yield "month", [about.published[:_MONTH]] if about.published else []


def _proclitics(article: Article) -> list[str]:
    found = (proclitic(article.text, one.spans[0].start) for one in article.mentions)
    return [one for one in found if one]


def _chain(quote: Quote) -> str:
    return str(len(quote.chain or ()))


def _origins(article: Article) -> list[str]:
    found = [one.origin or article.origin for _, one in annotations(article)]
    return [origin.kind if origin else "" for origin in found]


def broadest(code: str) -> str:
    """The code at the top of a topic's branch."""
    known = labels("topics")
    while code in known and (broader := known[code].broader):
        code = broader
    return code
