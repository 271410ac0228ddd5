"""Stories to splits when some have been dealt out before: what a list has stays where it is."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby

from khabar.problem import KhabarError
from khabar.splitting.lists import some
from khabar.splitting.stories import Story
from khabar.splitting.stratify import Dealt, Shares, fill_empty, in_order, spread
from khabar.splitting.survey import Bond, Survey

Lists = Mapping[str, Sequence[str]]
_SHOWN = 3


def deal(
    looked: Survey,
    stories: Sequence[Story],
    shares: Shares,
    held: Lists,
    *,
    by_time: bool = False,
    move: bool = False,
) -> Dealt:
    """Every story to one split.

    Args:
        looked: the corpus.
        stories: its stories.
        shares: what each split is to have.
        held: the ids that each split has already.
        by_time: whether the latest stories go to the last split.
        move: whether a story of two splits goes to the first of them, as a whole.

    Raises:
        KhabarError: if a story stands in two splits and is not to be moved, is too large for any
            split, or a split would have nothing.
    """
    _refuse_giant(looked, stories, shares)
    taken, new = _kept(looked, stories, shares, held, move=move)
    if not by_time:
        dealt = spread(new, shares, taken)
        fill_empty(dealt, taken)
    elif any(taken.values()):
        dealt = _behind(looked, new, taken)
    else:
        dealt = in_order(_by_day(looked, new, len(shares)), shares)
    every = {name: [*taken[name], *dealt[name]] for name in shares}
    if empty := [name for name, found in every.items() if not found]:
        raise KhabarError(
            f"{empty[0]} would have no article: stories for {len(shares)} splits are needed, "
            f"{len(stories)} found" + _largest(looked, stories)
        )
    return every


def _refuse_giant(looked: Survey, stories: Sequence[Story], shares: Shares) -> None:
    largest = max(story.size for story in stories)
    name = max(shares, key=shares.__getitem__)
    if largest > math.ceil(shares[name] * len(looked.ids)) and len(stories) > 1:
        raise KhabarError(
            f"one story has {largest} of {len(looked.ids)} articles, more than {name} is to have"
            + _largest(looked, stories)
        )


def _largest(looked: Survey, stories: Sequence[Story]) -> str:
    """What ties the largest story, and how to go on, as the end of a sentence."""
    members = set(max(stories, key=lambda one: one.size).articles)
    bonds = [one for one in looked.bonds if one.first in members]
    if not bonds:
        return ""
    kinds = Counter(one.kind for one in bonds)
    counts = ", ".join(f"{kind} {kinds[kind]}" for kind in looked.kinds)
    return (
        f"; the largest of {len(members)} is tied by {counts}, as {_shown(looked, bonds)}. "
        "Where a kind of tie is of no account here, leave it out with --ties"
    )


def _shown(looked: Survey, bonds: Sequence[Bond]) -> str:
    ids = looked.ids
    return ", ".join(
        f"{ids[one.first]} – {ids[one.second]} ({one.kind} {one.share:.0%})"
        for one in bonds[:_SHOWN]
    )


def _kept(
    looked: Survey, stories: Sequence[Story], shares: Shares, held: Lists, *, move: bool
) -> tuple[Dealt, list[Story]]:
    """The stories that splits have already, and the new ones."""
    owner = {one: name for name, ids in held.items() for one in ids}
    taken: Dealt = {name: [] for name in shares}
    new, torn = [], []
    for story in stories:
        found = {owner.get(looked.ids[number]) for number in story.articles} - {None}
        if not found:
            new.append(story)
        else:
            taken[next(name for name in shares if name in found)].append(story)
        if len(found) > 1:
            torn.append(story)
    if torn and not move:
        raise KhabarError(_torn(looked, torn, owner, shares))
    return taken, new


def _torn(looked: Survey, torn: Sequence[Story], owner: Mapping[str, str], shares: Shares) -> str:
    """Why articles of two splits are one story, and what can be done."""
    first = min(torn, key=lambda one: one.articles)
    ids = [looked.ids[number] for number in first.articles]
    splits = [name for name in shares if any(owner.get(one) == name for one in ids)]
    stands = " and ".join(
        f"{name} ({some([one for one in ids if owner.get(one) == name])})" for name in splits
    )
    members = set(first.articles)
    bonds = [one for one in looked.bonds if one.first in members]
    new = [one for one in ids if one not in owner]
    away = f"take {some(new)} out of the corpus, or " if new else ""
    ties = _shown(looked, sorted(bonds, key=lambda one: _within(looked, one, owner)))
    more = f"; {len(torn)} stories stand so" if len(torn) > 1 else ""
    return (
        f"one story stands in {stands}: {ties}{more}. Either {away}let --move put it into "
        f"{splits[0]} as a whole, or draw all splits anew with --renew"
    )


def _within(looked: Survey, bond: Bond, owner: Mapping[str, str]) -> bool:
    """Whether a tie says nothing about two splits: both its articles are of one."""
    first, second = (owner.get(looked.ids[one]) for one in (bond.first, bond.second))
    return first is not None and first == second


def _day(looked: Survey, story: Story) -> str:
    """The last day of a story; all articles have one."""
    return max(looked.articles[number].day or "" for number in story.articles)


def _by_day(looked: Survey, stories: Sequence[Story], splits: int) -> list[list[Story]]:
    """Stories by their last day, those of one day together; no fewer days than splits."""

    def day(story: Story) -> str:
        return _day(looked, story)

    found = [list(same) for _, same in groupby(sorted(stories, key=day), key=day)]
    if len(found) < splits:
        raise KhabarError(
            f"the stories end on {len(found)} different days, too few for {splits} splits by time"
        )
    return found


def _behind(looked: Survey, new: Sequence[Story], taken: Dealt) -> Dealt:
    """New stories to the first split that goes on to their day, later ones to the last."""
    ends = {
        name: max(_day(looked, story) for story in found) for name, found in taken.items() if found
    }
    dealt: Dealt = {name: [] for name in taken}
    for story in new:
        day = _day(looked, story)
        dealt[next((name for name in ends if day <= ends[name]), list(ends)[-1])].append(story)
    return dealt
