"""Adjudicating on the labelling page: what is open goes out, and comes home as answers in sheets.

What is open stands on the page in each version that there is. The page cannot show what of entities
is open, and nobody must give a reason there. So nothing is decided by what comes home: it is
written into the sheets, where the rest is answered.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from khabar.adjudication.choosing import Chosen, chosen
from khabar.adjudication.decisions import digest
from khabar.adjudication.deriving import derived
from khabar.adjudication.files import Place
from khabar.adjudication.merging import Merged, merge
from khabar.adjudication.proposing import proposal
from khabar.adjudication.questions import subjects
from khabar.adjudication.sheets import ANSWER, SUFFIX, Answer, suggestion, write_sheet
from khabar.adjudication.topics import ORDER, TOPICS
from khabar.adjudication.wording import only_in_sheets, told
from khabar.formats.label_studio import Asked, asked_of, asking
from khabar.model import Article, annotations
from khabar.problem import KhabarError
from khabar.studio.pull import Pulled

_SEEN = ("mentions", "quotes", "stances", "topics")
"""The layers that the page shows; of entities it shows only the names."""
_PASSES = "adjudication"
"""Key under ``extra`` with the digests of the passes that a task was made of."""


class Proposals(Mapping[str, Article]):
    """What is open of each article that several annotators have, made when it is asked for.

    Args:
        merged: the passes by article.
        place: where decisions are kept.
    """

    def __init__(self, merged: Mapping[str, Merged], place: Place) -> None:
        self._merged = merged
        self._place = place

    def __getitem__(self, name: str) -> Article:
        return self._made(name)[0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._merged)

    def __len__(self) -> int:
        return len(self._merged)

    def open(self) -> Iterator[Article]:
        """Those in which anything is open that the page can show."""
        for name in self:
            article, asks = self._made(name)
            if asks:
                yield article

    def _made(self, name: str) -> tuple[Article, bool]:
        """What is open of an article, and whether the page can ask any of it."""
        merged, recorded = self._merged[name], self._place.recorded(name)
        made = proposal(merged, recorded.decisions if recorded else ())
        words = told(merged, made)
        asked = Asked(
            people=words.people,
            questions=words.questions,
            versions={name: one.item for name, one in made.versions.items()},
            notes=dict(words.versions),
        )
        digests = {who: digest(one) for who, one in merged.passes.items()}
        extra = {**(made.article.extra or {}), _PASSES: digests}
        article = asking(replace(made.article, extra=extra), asked)
        return article, not all(map(only_in_sheets, made.open))


class Home(NamedTuple):
    """What came home of one article.

    Attributes:
        changed: whether its sheet did.
        answers: how many questions were answered on the page.
        unreasoned: how many of these wait for a reason.
        undecided: of how many annotations several versions were left.
    """

    changed: bool
    answers: int
    unreasoned: int
    undecided: int


def write_answers(
    group: Sequence[Pulled],
    passes: Mapping[str, Article],
    place: Place,
    folder: Path,
    reason: str = "",
) -> Home:
    """Write what came home of one article into its sheet; answers that have a reason stay.

    Args:
        group: what came home: of one adjudicator, or of several, one of whom holds.
        passes: the passes on the article by annotator; others than went out do not count.
        place: where decisions are kept.
        folder: the folder of the sheets.
        reason: the reason of all that came home without one; else these rows wait for theirs.

    Returns:
        What came of it.

    Raises:
        KhabarError: if nobody can say which adjudicator holds, the passes have changed since the
            task went out, or the sheet cannot be read or written.
    """
    pulled = _the_one(group)
    sent = (pulled.base.extra or {}).get(_PASSES)
    found = {who: one for who, one in passes.items() if isinstance(sent, dict) and who in sent}
    if sent != {who: digest(one) for who, one in found.items()}:
        raise KhabarError("the passes are not those that went out; push again")
    merged = merge(found)
    asked = asked_of(pulled.base)
    choice = chosen(pulled.base, pulled.article, asked.versions if asked else {})
    suggested = dict(_answers(pulled, choice, merged, reason))
    path = folder / f"{merged.id}{SUFFIX}"
    return Home(
        changed=write_sheet(path, merged, place.recorded(merged.id), suggested=suggested),
        answers=len(suggested),
        unreasoned=sum(not one[ANSWER.index("reason")] for one in suggested.values()),
        undecided=len(choice.undecided),
    )


def _the_one(group: Sequence[Pulled]) -> Pulled:
    people = [one for one in group if one.annotator is not None]
    chosen = people if len(people) == 1 else [one for one in people if one.ground_truth]
    if len(chosen) != 1:
        names = ", ".join(one.annotator or "" for one in people)
        raise KhabarError(f"adjudicated by {names or 'nobody'}; mark one as ground truth")
    return chosen[0]


def _answers(
    pulled: Pulled, choice: Chosen, merged: Merged, reason: str
) -> Iterator[tuple[str, Answer]]:
    """What was decided, less what the page does not show or still has in several versions."""
    known = subjects(merged)
    notes = {one.note for _, one in annotations(pulled.base)}
    unseen = _unseen(pulled.base)
    # The page gives an order only to topics of which some are other ones.
    kept_back = {f"{TOPICS}/{ORDER}"} if pulled.article.topics == pulled.base.topics else ()
    for one in derived(merged, choice.article, _SEEN):
        item = known[one.about].id if one.about in known else one.about.rpartition("/")[2]
        there = choice.kept.get(item, item)
        if item not in choice.undecided and there not in unseen and one.about not in kept_back:
            why = _reason(pulled, choice, item) or reason
            note = "" if one.note in notes else one.note
            yield one.about, suggestion(one._replace(note=note), why)


def _unseen(article: Article) -> set[str]:
    """What the page cannot show: a stance stands on its words, or on a quote."""
    return {one.id for one in article.stances if not one.spans and not one.quotes}


def _reason(pulled: Pulled, choice: Chosen, item: str) -> str:
    """The reason that was given on what stayed, else the one for all."""
    reasons = pulled.reasons
    return reasons.get(choice.kept.get(item, item)) or reasons.get("", "")
