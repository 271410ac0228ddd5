"""What the articles of a dataset hold, counted as they pass; the card is written from it."""

from collections import Counter
from collections.abc import Iterator, Mapping

from khabar.model import Article, annotations


class Census:
    """Counts over articles.

    Attributes:
        articles: how many there are.
        characters: code points of all texts.
        counts: by subject (``mentions``, ``quotes``, ``stances``, ``status`` …), how many of each
            label; a label that was not decided counts as "".
    """

    def __init__(self) -> None:
        self.articles = 0
        self.characters = 0
        self.counts: dict[str, Counter[str]] = {}

    def add(self, article: Article) -> None:
        """Count one more article."""
        self.articles += 1
        self.characters += len(article.text)
        for subject, label in _labels(article):
            self.counts.setdefault(subject, Counter())[label] += 1

    def of(self, subject: str) -> Mapping[str, int]:
        """The counts of a subject, the most frequent first, then by name."""
        found = self.counts.get(subject, Counter())
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _labels(article: Article) -> Iterator[tuple[str, str]]:
    yield "language", article.language
    yield "status", article.status
    if article.publication and article.publication.license:
        yield "license", article.publication.license
    for one in article.mentions:
        yield "mentions", one.type
    for quote in article.quotes:
        yield "quotes", quote.type or ""
    for stance in article.stances:
        yield "stances", stance.label
    for code in article.topics[:1]:
        yield "topics", code
    for _, annotation in annotations(article):
        origin = annotation.origin or article.origin
        yield "origin", origin.kind if origin else ""
