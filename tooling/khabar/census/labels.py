"""What is counted of an article by label: for each subject, the labels that the article has.

A label that was not decided is "". The subjects of `NAMES` have labels without end, all others
those of a vocabulary, or few.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from khabar.model import Article, Quote, annotations
from khabar.schema import broadest
from khabar.text import proclitic

_MONTH = len("2031-05")

Labels = Callable[[Article], Iterable[str]]


def _publication(field: str) -> Labels:
    def found(article: Article) -> list[str]:
        value = getattr(article.publication, field) if article.publication else None
        return [value] if value else []

    return found


def _month(article: Article) -> list[str]:
    about = article.publication
    return [about.published[:_MONTH]] if about and about.published else []


def _genre(article: Article) -> list[str]:
    found = (article.extra or {}).get("genre")
    return [found] if isinstance(found, str) and found else []


def _proclitics(article: Article) -> list[str]:
    found = (proclitic(article.text, one.spans[0].start) for one in article.mentions)
    return [one for one in found if one]


def _chain(quote: Quote) -> str:
    return str(len(quote.chain or ()))


def _speaker_names(article: Article) -> Iterator[str]:
    names = {one.id: one.name for one in article.entities}
    for quote in article.quotes:
        if quote.speaker in names:
            yield names[quote.speaker]


def _origins(article: Article) -> list[str]:
    found = [one.origin or article.origin for _, one in annotations(article)]
    return [origin.kind if origin else "" for origin in found]


LABELS: Mapping[str, Labels] = {
    "status": lambda article: [article.status],
    "language": lambda article: [article.language],
    "license": _publication("license"),
    "publisher": _publication("publisher"),
    "genre": _genre,
    "month": _month,
    "topics": lambda article: [broadest(code) for code in article.topics[:1]],
    "topic_codes": lambda article: article.topics,
    "mentions": lambda article: [one.type for one in article.mentions],
    "levels": lambda article: [one.level or "" for one in article.mentions],
    "apart": lambda article: [one.type for one in article.mentions if len(one.spans) > 1],
    "proclitics": _proclitics,
    "entities": lambda article: [one.type for one in article.entities],
    "linked": lambda article: [one.type for one in article.entities if one.qid],
    "quotes": lambda article: [one.type or "" for one in article.quotes],
    "chains": lambda article: [_chain(one) for one in article.quotes],
    "quotes_by_chain": lambda article: [
        f"{one.type or ''}/{_chain(one)}" for one in article.quotes
    ],
    "polarities": lambda article: [one.polarity for one in article.quotes],
    "speakers": lambda article: ["known" if one.speaker else "unknown" for one in article.quotes],
    "stances": lambda article: [one.label for one in article.stances],
    "bases": lambda article: [one.basis or "" for one in article.stances],
    "origin": _origins,
    "author": _publication("author"),
    "speaker_names": _speaker_names,
}
"""By subject, the labels of an article.

``topics`` is the widest topic that the main one belongs to, ``topic_codes`` all topics as they
stand; ``apart`` are the types of mentions of several parts, ``linked`` those of entities with a
Wikidata item; ``quotes_by_chain`` is the type of a quote and how many passed it on.
"""

NAMES = ("author", "speaker_names")
"""The subjects whose labels are names of people: as many as there are people."""
