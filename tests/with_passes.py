"""A corpus as it is once annotators have worked on it: passes, decisions between them, figures."""

import shutil
from pathlib import Path

from msgspec.structs import replace

from five_articles import FIVE
from khabar.adjudication import Decisions, digest, write_decisions
from khabar.agreement import agree, pin, pinned, read_passes
from khabar.model import Article, Origin
from khabar.store import read_articles, write_article

ANNOTATORS = ("annotator-1", "annotator-2")
"""The first is called as the annotator of the articles themselves."""


def with_passes(folder: Path) -> Path:
    """Five articles, two passes on each, decisions, figures; what the passes say differs."""
    shutil.copytree(FIVE, folder)
    articles = list(read_articles(FIVE))
    passes: dict[str, dict[str, Article]] = {who: {} for who in ANNOTATORS}
    for one in articles:
        for who, change in zip(ANNOTATORS, (_hasty, _otherwise), strict=True):
            made = replace(change(one), origin=Origin(kind="human", name=who))
            passes[who][one.id] = made
            write_article(folder / "passes" / who / f"{one.id}.json", made)
    for one in articles:
        digests = {who: digest(made[one.id]) for who, made in passes.items()}
        made_of = Decisions(article=one.id, passes=digests)
        write_decisions(folder / "adjudication" / f"{one.id}.json", made_of)
    found = agree(read_passes([folder / "passes"]), resamples=0)
    pin(folder / "agreement.json", pinned(found, "all articles"))
    return folder


def _hasty(article: Article) -> Article:
    """Who leaves out every other mention, and with it names that others annotate."""
    return replace(article, mentions=article.mentions[::2], quotes=(), stances=())


def _otherwise(article: Article) -> Article:
    """Who takes every organization for a work and gives each quote the next speaker."""
    names = [one.id for one in article.entities]
    turned = dict(zip(names, names[1:] + names[:1], strict=True))
    return replace(
        article,
        mentions=tuple(
            replace(one, type="PRODUCT") if one.type == "ORG" else one for one in article.mentions
        ),
        entities=tuple(
            replace(one, type="PRODUCT") if one.type == "ORG" else one for one in article.entities
        ),
        quotes=tuple(replace(one, speaker=turned.get(one.speaker or "")) for one in article.quotes),
        topics=("medtop:15000000",),
    )
