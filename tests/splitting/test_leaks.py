"""Leaks planted among 20,000 generated articles: `check` finds them, `split` never makes them."""

import importlib.util
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from khabar.model import Article, Quote, Span
from khabar.rules import check
from khabar.splitting import split, write
from splitting.corpora import article, made_up, save_lines

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
ACROSS = {"story": "KH631", "text": "KH623", "quote": "KH624", "event": "KH626"}
PLANTED = 20
"""Leaks of each kind."""


def generated(count: int) -> list[Article]:
    spec = importlib.util.spec_from_file_location("made_articles", BENCHMARKS / "articles.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return list(module.articles(count))


def with_quote(one: Article, words: str) -> Article:
    """An article with a sentence more, which says something."""
    text = f"{one.text}\nوقالت مصادر {words}."
    start = len(text) - len(words) - 1
    span = Span(start=start, end=start + len(words), text=words)
    return replace(one, text=text, quotes=(*one.quotes, Quote(id="q99", content=(span,))))


def copies(rng: random.Random, some: list[Article]) -> Iterator[tuple[str, Article]]:
    """For each kind of leak articles that share something with others, as (kind and source)."""
    for number, one in enumerate(some[:PLANTED]):
        headline = " ".join(made_up(rng, 8))
        text = f"{headline}\n{one.text}"
        yield (
            f"text {one.id}",
            replace(article(f"wire-{number:03d}", text, day="2032-01-01"), title=headline),
        )
    for number, one in enumerate(some[PLANTED : 2 * PLANTED]):
        twin = article(f"said-{number:03d}", " ".join(made_up(rng, 60)), day="2032-02-01")
        yield f"quote {one.id}", with_quote(twin, one.quotes[-1].content[0].text)
    for number, one in enumerate(some[2 * PLANTED : 3 * PLANTED]):
        named = {mention.entity for mention in one.mentions if mention.level == "name"}
        names = [(entity.type, entity.name) for entity in one.entities if entity.id in named]
        day = one.publication.published[:10]
        yield (
            f"event {one.id}",
            article(f"also-{number:03d}", " ".join(made_up(rng, 60)), names=names[:8], day=day),
        )
    for number, one in enumerate(some[3 * PLANTED : 4 * PLANTED]):
        twin = article(f"told-{number:03d}", " ".join(made_up(rng, 60)), day="2032-03-01")
        yield f"story {one.id}", replace(twin, extra=one.extra)


@pytest.mark.parametrize("count", [400, pytest.param(20_000, marks=pytest.mark.long)])
def test_planted_leaks_are_found_and_never_made(tmp_path: Path, count: int) -> None:
    rng = random.Random(count)
    made = generated(count)
    for at in range(PLANTED, 2 * PLANTED):
        made[at] = with_quote(made[at], " ".join(made_up(rng, rng.choice([15, 20, 30]))))
    for at in range(3 * PLANTED, 4 * PLANTED):
        made[at] = replace(made[at], extra={"story": f"story-{at}"})
    planted = dict(copies(rng, made))
    sources = {one.id: source.split() for source, one in planted.items()}
    every = [*made, *planted.values()]
    corpus = save_lines(tmp_path, rng.sample(every, len(every)))

    lists(corpus, {one.id: "test" if one.id in sources else "train" for one in every})
    told = {
        (finding.code, frozenset((name, source)))
        for finding in check(corpus, select=list(ACROSS.values()))
        for name, (_, source) in sources.items()
        if {finding.article, finding.message.split(" (")[0].split()[-1]} == {name, source}
    }
    wanted = {(ACROSS[kind], frozenset((name, source))) for name, (kind, source) in sources.items()}
    assert told == wanted

    division = split(corpus, renew=True)
    write(division)
    where = {one: name for name, ids in division.splits.items() for one in ids}
    assert all(where[name] == where[source] for name, (_, source) in sources.items())
    assert list(check(corpus, select=["KH620", "KH621", "KH622", *ACROSS.values()])) == []
    assert {name: len(ids) for name, ids in division.splits.items()} == {
        name: pytest.approx(share * len(every), rel=0.02)
        for name, share in {"train": 0.8, "validation": 0.1, "test": 0.1}.items()
    }
    assert division.certificate.closest.similarity < 0.5


def lists(corpus: Path, where: dict[str, str]) -> None:
    (corpus / "splits").mkdir()
    for name in set(where.values()):
        ids = [one for one, split_ in where.items() if split_ == name]
        (corpus / "splits" / f"{name}.txt").write_text("".join(f"{one}\n" for one in ids))
