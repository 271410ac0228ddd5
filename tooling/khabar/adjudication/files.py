"""Decisions and gold in their folders, and whether the gold there is what they give."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from khabar.adjudication.decisions import (
    Decision,
    Decisions,
    Fault,
    digest,
    load_decisions,
    write_decisions,
)
from khabar.adjudication.merging import Merged, merge
from khabar.adjudication.outcome import Outcome, decide
from khabar.agreement.passes import Passes
from khabar.diff import Change, changes
from khabar.model import Article
from khabar.problem import KhabarError
from khabar.store import read_article, write_article

_LISTS = ("mentions", "entities", "quotes", "stances", "topics")


class Place(NamedTuple):
    """Where the decisions and the gold of one article are kept."""

    decisions: Path
    articles: Path

    def recorded(self, article: str) -> Decisions | None:
        """The decisions on an article so far.

        Raises:
            KhabarError: if the file holds no decisions.
        """
        path = self.decisions / f"{article}.json"
        return load_decisions(path) if path.exists() else None

    def article(self, article: str) -> Article | None:
        """The article as it is now.

        Raises:
            KhabarError: if the file holds no article.
        """
        path = self.articles / f"{article}.json"
        return read_article(path) if path.exists() else None


def of_several(passes: Passes) -> Iterator[tuple[str, Merged]]:
    """Every article that two annotators or more have, merged.

    Raises:
        KhabarError: if passes cannot be merged.
    """
    for name in sorted({one for articles in passes.values() for one in articles}):
        found = {who: articles[name] for who, articles in passes.items() if name in articles}
        if len(found) > 1:
            yield name, merge(found)


def record(place: Place, merged: Merged, decisions: Iterable[Decision]) -> bool:
    """Write the decisions on an article, and which passes they are on.

    Returns:
        Whether anything changed.

    Raises:
        KhabarError: if they cannot be written.
    """
    made = Decisions(
        article=merged.id,
        passes={who: digest(article) for who, article in merged.passes.items()},
        decisions=tuple(decisions),
    )
    return write_decisions(place.decisions / f"{merged.id}.json", made)


class Kept(NamedTuple):
    """What keeps an article from being replaced: it would be lost.

    Attributes:
        article: the article as it is.
        changes: what would become of it.
    """

    article: Article
    changes: list[Change]


def write_gold(
    place: Place,
    merged: Merged,
    outcome: Outcome,
    before: Iterable[Decision] = (),
    *,
    force: bool = False,
) -> Kept | bool:
    """Write the outcome of an article, if nothing is lost by that.

    An article that says the same already stays, with who adjudicated it. What may be replaced: an
    article that no annotator has seen (raw, prelabelled), one that a pass has too, and one that the
    passes and the decisions made before give.

    Returns:
        Whether anything changed; or what keeps it.

    Raises:
        KhabarError: if the outcome has faults, the article there has another text, or it cannot be
            read or written.
    """
    if outcome.faults:
        about, message = outcome.faults[0]
        raise KhabarError(f"{merged.id}: {about}: {message}")
    there = place.article(merged.id)
    if there is not None and _says(there, outcome.article):
        return False
    if there is not None and not force and not _recoverable(there, merged, before):
        differs = changes(there, outcome.article)
        if differs:
            return Kept(there, differs)
    return write_article(place.articles / f"{merged.id}.json", outcome.article)


def _recoverable(there: Article, merged: Merged, before: Iterable[Decision]) -> bool:
    if there.status in ("raw", "prelabelled"):
        return True
    if any(_alike(there, one) for one in merged.passes.values()):
        return True
    return _alike(there, decide(merged, before).article)


def _says(there: Article, article: Article) -> bool:
    return there.status == article.status and _alike(there, article)


def _alike(one: Article, other: Article) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in _LISTS)


def frame(there: Article | None, merged: Merged) -> Article | None:
    """What gives an article's title, publication and the like: the one that is there.

    Raises:
        KhabarError: if that has another text than the passes.
    """
    if there is not None and there.text != merged.text:
        raise KhabarError(f"{merged.id}: the text of the article is not that of the passes (KH781)")
    return there


def differences(passes: Passes, place: Place) -> Iterator[Fault]:
    """What articles that are said to be adjudicated have, and passes and decisions do not give.

    Each names the article. Passes that the decisions are not on, of an annotator who came later, do
    not count. An article that is not said to be adjudicated is let be; decisions on an article
    without passes are not.

    Raises:
        KhabarError: if a file cannot be read, or passes cannot be merged.
    """
    names = {path.stem for path in place.decisions.glob("*.json")}
    names |= {one for articles in passes.values() for one in articles}
    for name in sorted(names):
        recorded, there = place.recorded(name), place.article(name)
        found = {who: articles[name] for who, articles in passes.items() if name in articles}
        if recorded is not None:
            gone = sorted(recorded.passes.keys() - found.keys())
            yield from (Fault(name, f"there is no pass of {who}, decided on") for who in gone)
            found = {who: one for who, one in found.items() if who in recorded.passes}
        if there is not None and there.status == "adjudicated" and len(found) > 1:
            yield from _differs(merge(found), there, recorded)


def _differs(merged: Merged, there: Article, recorded: Decisions | None) -> Iterator[Fault]:
    made = recorded.decisions if recorded else ()
    outcome = decide(merged, made, frame=frame(there, merged), origin=there.origin)
    for about, message in outcome.faults:
        yield Fault(merged.id, f"{about}: {message}")
    if outcome.open:
        count, first = len(outcome.open), outcome.open[0].about
        yield Fault(merged.id, f"{count} questions are open, first {first}")
    elif not outcome.faults and outcome.article != there:
        count = len(changes(there, outcome.article))
        message = f"differs from what passes and decisions give in {count} places"
        yield Fault(merged.id, message)


def counts(outcome: Outcome) -> Mapping[tuple[str, str], tuple[int, int]]:
    """How many questions of each layer and field are settled, and how many are open."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    open_ = {one.about for one in outcome.open}
    for one in (*outcome.questions, *(two for two in outcome.open if not two.differs)):
        settled, left = found.get((one.layer, one.field), (0, 0))
        is_open = one.about in open_
        found[one.layer, one.field] = (settled + (not is_open), left + is_open)
    return found
