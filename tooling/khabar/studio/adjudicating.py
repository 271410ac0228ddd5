"""Adjudicating on the labelling page: what is open goes out, and comes home as answers in sheets.

The page cannot ask for reasons, nor show what of entities is open. So nothing is decided by what
comes home: it is written into the sheets, where reasons are given and the rest is answered.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from msgspec.structs import replace

from khabar.adjudication.decisions import digest
from khabar.adjudication.deriving import derived
from khabar.adjudication.files import Place
from khabar.adjudication.merging import Merged, merge
from khabar.adjudication.proposing import proposal
from khabar.adjudication.questions import subjects
from khabar.adjudication.sheets import SUFFIX, Answer, suggestion, write_sheet
from khabar.formats.label_studio import with_questions
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
            article, keys = self._made(name)
            if any(key.split("/")[0] in _SEEN for key in keys):
                yield article

    def _made(self, name: str) -> tuple[Article, Sequence[str]]:
        merged, recorded = self._merged[name], self._place.recorded(name)
        article, open_ = proposal(merged, recorded.decisions if recorded else ())
        digests = {who: digest(one) for who, one in merged.passes.items()}
        extra = {**(article.extra or {}), _PASSES: digests}
        lines = [f"{key}: {words}" for key, words in open_.items()]
        return with_questions(replace(article, extra=extra), lines), list(open_)


def write_answers(
    group: Sequence[Pulled],
    passes: Mapping[str, Article],
    place: Place,
    folder: Path,
    reason: str = "",
) -> bool:
    """Write what came home of one article into its sheet; answers that have a reason stay.

    Args:
        group: what came home: of one adjudicator, or of several, one of whom holds.
        passes: the passes on the article by annotator; others than went out do not count.
        place: where decisions are kept.
        folder: the folder of the sheets.
        reason: the reason of all that came home; without it each row is to be given one.

    Returns:
        Whether anything changed.

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
    suggested = dict(_answers(pulled, merged, reason))
    path = folder / f"{merged.id}{SUFFIX}"
    return write_sheet(path, merged, place.recorded(merged.id), suggested=suggested)


def _the_one(group: Sequence[Pulled]) -> Pulled:
    people = [one for one in group if one.annotator is not None]
    chosen = people if len(people) == 1 else [one for one in people if one.ground_truth]
    if len(chosen) != 1:
        names = ", ".join(one.annotator or "" for one in people)
        raise KhabarError(f"adjudicated by {names or 'nobody'}; mark one as ground truth")
    return chosen[0]


def _answers(pulled: Pulled, merged: Merged, reason: str) -> Iterator[tuple[str, Answer]]:
    """What was decided, less what the page does not show."""
    known = subjects(merged)
    unseen = {one.id for one in pulled.base.stances if not one.spans and not one.quotes}
    notes = {one.note for _, one in annotations(pulled.base)}
    for one in derived(merged, pulled.article, _SEEN):
        asked = known.get(one.about)
        if asked is None or asked.id not in unseen:
            note = "" if one.note in notes else one.note
            yield one.about, suggestion(one._replace(note=note), reason)
