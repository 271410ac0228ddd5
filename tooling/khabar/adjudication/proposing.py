"""What is open, as an article to work on: on a page, or in an editor.

What is settled stands as it is. Of what is open everything stands that anybody has, as the first
has it who has it; the note on each annotation says what is asked of it and what the others say.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from msgspec.structs import replace

from khabar.adjudication.decisions import Decision
from khabar.adjudication.fields import LAYERS, PRESENCE
from khabar.adjudication.merging import Merged
from khabar.adjudication.outcome import decide
from khabar.adjudication.questions import Question
from khabar.adjudication.showing import Showing
from khabar.adjudication.strategies import settle_by
from khabar.model import Article


class Proposal(NamedTuple):
    """An article that shows what is open.

    Attributes:
        article: the article, in the ids of the merged passes.
        open: the questions, in words, by key.
    """

    article: Article
    open: dict[str, str]


def proposal(merged: Merged, decisions: Iterable[Decision] = ()) -> Proposal:
    """The article that shows what is open.

    Args:
        merged: the passes.
        decisions: what was decided before.
    """
    decisions = tuple(decisions)
    open_ = decide(merged, decisions).open
    article = settle_by(merged, decisions, _whoever_has_it, "proposal")[1].article
    showing = Showing(merged)
    told = {one.about: _in_words(one, showing) for one in open_}
    asked: dict[str, list[str]] = defaultdict(list)
    for one in open_:
        asked[one.id].append(told[one.about])
    lists = {
        layer: tuple(
            replace(one, note="؟ " + "؛ ".join(asked[one.id])) if one.id in asked else one
            for one in getattr(article, layer)
        )
        for layer in LAYERS
    }
    return Proposal(replace(article, **lists, status="prelabelled", origin=None), told)


def _whoever_has_it(question: Question) -> str:
    """The first who says something, else the first."""
    said = (who for who, value in question.versions.items() if value is not None)
    return next(said, next(iter(question.versions)))


def _in_words(one: Question, showing: Showing) -> str:
    if one.field == PRESENCE:
        return f"{one.field}: {', '.join(who for who, value in one.versions.items() if value)}"
    said = (
        f"{who} {showing.value(one.layer, one.field, value)}" for who, value in one.versions.items()
    )
    return f"{one.field}: {'، '.join(said)}"
