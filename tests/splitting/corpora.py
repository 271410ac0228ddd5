"""Small corpora in which articles are tied in known ways, and what a plain search says of them."""

import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from khabar.model import SCHEMA, Article, Entity, Mention, Publication, Quote, Span
from khabar.rules._names import words as name_words
from khabar.rules._shingles import words
from khabar.store import write_article, write_lines
from khabar.text import fold

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
TOPICS = ("medtop:04000000", "medtop:11000000", "medtop:15000000")
TYPES = ("PER", "ORG", "GPE", "FAC", "EVENT")


def made_up(rng: random.Random, count: int) -> list[str]:
    return ["".join(rng.choices(LETTERS, k=rng.randint(3, 7))) for _ in range(count)]


def article(
    name: str,
    text: str = "",
    *,
    quote: str = "",
    names: Iterable[tuple[str, str]] = (),
    day: str | None = "2031-03-09",
    publisher: str | None = "وكالة الساحل",
    topics: tuple[str, ...] = (),
    extra: dict[str, Any] | None = None,
) -> Article:
    """An article of a text, then a quote, then mentions by name, each a paragraph."""
    named = list(names)
    whole = "\n".join(part for part in (text, quote, *(one for _, one in named)) if part)
    at = len(text) + 1 if text else 0
    quotes = (_quote(whole, at, at + len(quote)),) if quote else ()
    at += len(quote) + 1 if quote else 0
    mentions, entities = [], []
    for number, (kind, one) in enumerate(named, 1):
        span = Span(start=at, end=at + len(one), text=one)
        mentions.append(
            Mention(id=f"m{number}", type=kind, level="name", spans=(span,), entity=f"e{number}")
        )
        entities.append(Entity(id=f"e{number}", type=kind, name=one))
        at += len(one) + 1
    return Article(
        schema=SCHEMA,
        id=name,
        language="ar",
        text=whole,
        publication=Publication(published=day, publisher=publisher),
        mentions=tuple(mentions),
        entities=tuple(entities),
        quotes=quotes,
        topics=topics,
        extra=extra,
        status="annotated",
    )


def _quote(text: str, start: int, end: int) -> Quote:
    return Quote(
        id="q1", type="indirect", content=(Span(start=start, end=end, text=text[start:end]),)
    )


def random_articles(seed: int, count: int) -> list[Article]:
    """Articles some of which copy the text, cut the quote, report the event or name the story of
    another.
    """
    rng, naming = random.Random(seed), random.Random(f"{seed} stories")
    made: list[Article] = []
    sources = [_Source(rng) for _ in range(max(2, count // 3))]
    for number in range(count):
        one = rng.choice(sources)
        own = _Source(rng)
        copied = rng.randrange(6)
        made.append(
            article(
                f"art-{seed % 97}-{number:03d}",
                " ".join(one.edited(rng) if copied == 0 else own.text),
                quote=" ".join(one.part(rng) if copied == 1 else own.part(rng)),
                names=one.some(rng) if copied == 2 else own.names,
                day=one.day,
                publisher=rng.choice(["وكالة الساحل", "صحيفة الميناء", "قناة الخليج"]),
                topics=(rng.choice(TOPICS),),
                extra=_named(naming, count),
            )
        )
    return made


def _named(rng: random.Random, count: int) -> dict[str, Any] | None:
    """What an article has under ``extra``: seldom the name of a story, seldom something else."""
    if rng.random() > 0.2:
        return None
    number = rng.randrange(max(2, count // 6))
    return {"story": rng.choice([f"story-{number}", f"story-{number}", number])}


class _Source:
    def __init__(self, rng: random.Random) -> None:
        self.text = made_up(rng, 60)
        self.quote = made_up(rng, 30)
        self.names = [(rng.choice(TYPES), " ".join(made_up(rng, 2))) for _ in range(6)]
        self.day = f"2031-03-{rng.randrange(1, 4):02d}"

    def edited(self, rng: random.Random) -> list[str]:
        return [made_up(rng, 1)[0] if rng.random() < 0.02 else one for one in self.text]

    def part(self, rng: random.Random) -> list[str]:
        start = rng.randrange(0, 6)
        return self.quote[start : start + rng.choice([10, 14, 15, 18, 24])]

    def some(self, rng: random.Random) -> list[tuple[str, str]]:
        return rng.sample(self.names, rng.randint(3, 6))


def save(corpus: Path, articles: Iterable[Article]) -> Path:
    """Write articles as files of a corpus."""
    for one in articles:
        write_article(corpus / "articles" / f"{one.id}.json", one)
    return corpus


def save_lines(corpus: Path, articles: Iterable[Article]) -> Path:
    """Write articles as one JSONL file of a corpus, in their order."""
    write_lines(corpus / "articles" / "all.jsonl", articles)
    return corpus


class Known(NamedTuple):
    """What a plain search compares of an article."""

    runs: set[tuple[bytes, ...]]
    quotes: list[list[bytes]]
    day: str | None
    names: dict[str, str]
    story: object


def known(one: Article) -> Known:
    found = words(fold(one.text))
    named = {mention.entity for mention in one.mentions if mention.level == "name"}
    return Known(
        set(zip(found, found[1:], found[2:], found[3:], found[4:], strict=False)),
        [words(fold(" ".join(part.text for part in quote.content))) for quote in one.quotes],
        one.publication.published[:10] if one.publication and one.publication.published else None,
        {
            " ".join(name_words(entity.name)): entity.type
            for entity in one.entities
            if entity.id in named
        },
        (one.extra or {}).get("story"),
    )


def tied(one: Known, other: Known) -> bool:
    """Whether two articles must not stand in different splits, told the slow way.

    Texts that are half the same and no more are left out: candidates are found by sampling.
    """
    return (
        _declared(one, other)
        or _near(one, other)
        or _quoting(one, other)
        or _of_one_event(one, other)
    )


def _declared(one: Known, other: Known) -> bool:
    return isinstance(one.story, str) and one.story == other.story


def _near(one: Known, other: Known) -> bool:
    return len(one.runs & other.runs) / max(1, len(one.runs | other.runs)) >= 0.6


def _quoting(one: Known, other: Known) -> bool:
    return any(
        (len(a) >= 15 and a == b) or bool(_stretches(a) & _stretches(b))
        for a in one.quotes
        for b in other.quotes
    )


def _stretches(found: list[bytes]) -> set[tuple[bytes, ...]]:
    return {tuple(found[at : at + 20]) for at in range(len(found) - 19)}


def _of_one_event(one: Known, other: Known) -> bool:
    both = one.names.keys() & other.names.keys()
    fewer = min(len(one.names), len(other.names))
    return (
        one.day is not None
        and one.day == other.day
        and len(both) >= 4
        and 2 * len(both) > fewer
        and any(one.names[name] not in ("GPE", "LOC") for name in both)
    )
