"""The two articles of different splits whose texts are most alike.

Candidates come by the hashes that stand for an article's words (bottom-k MinHash, Broder 1997): for
each article the one of another split that shares most of them. The best are then read again and
compared run by run.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from khabar.rules._index import Index
from khabar.rules._shingles import runs, words_of
from khabar.splitting.certificate import Close
from khabar.splitting.reading import article
from khabar.splitting.survey import Survey

_COMPARED = 100
_COMMON = 30
"""Hashes that so many articles have are of turns of phrase; no more of their holders are noted."""


class _Pair(NamedTuple):
    shared: int
    first: int
    second: int


def closest(survey: Survey, split_of: Sequence[str]) -> Close | None:
    """The closest pair across splits; None if no two share a hash.

    Args:
        survey: the corpus.
        split_of: the split of each article, by its number.

    Raises:
        KhabarError: if an article cannot be read any more.
    """
    pairs = sorted(_candidates(survey, split_of), key=lambda one: (-one.shared, one[1:]))
    found = [_close(survey, split_of, one) for one in pairs[:_COMPARED]]
    return max(found, key=lambda one: one.similarity, default=None)


def _candidates(survey: Survey, split_of: Sequence[str]) -> Iterator[_Pair]:
    """For each article the earlier one of another split that shares most hashes with it."""
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for number, one in enumerate(survey.articles):
        shared: Counter[int] = Counter()
        for key in one.sketch:
            held = holders[key]
            shared.update(other for other in held if split_of[other] != split_of[number])
            if len(held) < _COMMON:
                held.append(number)
        if shared:
            other = max(shared, key=lambda there: (shared[there], -there))
            yield _Pair(shared[other], other, number)


def _close(survey: Survey, split_of: Sequence[str], pair: _Pair) -> Close:
    one, other = (_runs(survey, number) for number in pair[1:])
    similarity = len(one & other) / len(one | other)
    return Close(
        articles=(survey.ids[pair.first], survey.ids[pair.second]),
        splits=(split_of[pair.first], split_of[pair.second]),
        similarity=round(similarity, 4),
    )


def _runs(survey: Survey, number: int) -> set[int]:
    return runs(words_of(Index(article(survey.places[number]))))
