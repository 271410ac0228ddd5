"""Stories to splits: labels spread alike, or in the order of time.

`spread` is the iterative stratification of Sechidis, Tsoumakas and Vlahavas (2011, *On the
Stratification of Multi-Label Data*, ECML PKDD), with three changes: what is dealt out are stories,
not single examples; a label counts as often as a story has it; and a split that has its number of
articles takes no more while another has room.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from khabar.splitting.stories import Story

Shares = Mapping[str, float]
"""The part of the articles that each split is to have, in their order; they add up to 1."""

Dealt = dict[str, list[Story]]


def spread(stories: Sequence[Story], shares: Shares, taken: Mapping[str, Sequence[Story]]) -> Dealt:
    """Deal out stories so that each split has its share of every label.

    The rarest label comes first, of its stories the largest; each goes to the split that lacks
    most of the label, then most articles.

    Args:
        stories: those to deal out.
        shares: what each split is to have of all.
        taken: the stories that splits have already; they stay.

    Returns:
        The stories dealt out, by split.
    """
    hands = _Hands(stories, shares, taken)
    having: defaultdict[int, list[Story]] = defaultdict(list)
    left: Counter[int] = Counter()
    ordered = sorted(stories, key=lambda one: (-one.size, one.order))
    for story in ordered:
        left.update(story.labels)
        for label in story.labels:
            having[label].append(story)
    while left:
        label = min(left, key=lambda one: (left[one], one))
        for story in having[label]:
            if hands.deal(story, label):
                left.subtract(story.labels)
        left = +left
    for story in ordered:
        hands.deal(story, None)
    return hands.dealt


class _Hands:
    """What each split has and still lacks."""

    def __init__(
        self, stories: Sequence[Story], shares: Shares, taken: Mapping[str, Sequence[Story]]
    ) -> None:
        self.dealt: Dealt = {name: [] for name in shares}
        self._done: set[bytes] = set()
        every = [*stories, *(one for held in taken.values() for one in held)]
        labels = _sum(every)
        articles = sum(one.size for one in every)
        self._room = {name: share * articles for name, share in shares.items()}
        self._lack = {
            name: {label: share * count for label, count in labels.items()}
            for name, share in shares.items()
        }
        for name, held in taken.items():
            for story in held:
                self._take(name, story)

    def deal(self, story: Story, label: int | None) -> bool:
        """Give a story to a split, if none has it; whether it was given."""
        if story.order in self._done:
            return False
        self._done.add(story.order)
        name = self._best(story, label)
        self.dealt[name].append(story)
        self._take(name, story)
        return True

    def _best(self, story: Story, label: int | None) -> str:
        """The split that lacks most, of those with room for the story; else that with most room."""
        fitting = [name for name, room in self._room.items() if room >= story.size - _HALF]
        if label is None or not fitting:
            return max(fitting or self._room, key=self._room.__getitem__)
        return max(fitting, key=lambda name: (self._lack[name][label], self._room[name]))

    def _take(self, name: str, story: Story) -> None:
        self._room[name] -= story.size
        lack = self._lack[name]
        for label, count in story.labels.items():
            lack[label] -= count


_HALF = 0.5
"""A split may have half an article too many: shares of articles are seldom whole."""


def _sum(stories: Iterable[Story]) -> Counter[int]:
    found: Counter[int] = Counter()
    for one in stories:
        found.update(one.labels)
    return found


def in_order(blocks: Sequence[Sequence[Story]], shares: Shares) -> Dealt:
    """Cut blocks of stories that stand in an order into splits, the first of them to the first.

    Each split gets one block at least, if there are so many.

    Args:
        blocks: in their order; none is cut.
        shares: what each split is to have of all articles.
    """
    sizes = [sum(one.size for one in block) for block in blocks]
    dealt: Dealt = {}
    at, done, wanted = 0, 0, 0.0
    for left, (name, share) in zip(range(len(shares))[::-1], shares.items(), strict=True):
        wanted += share * sum(sizes)
        dealt[name] = []
        while at < len(blocks) - left and (
            not left or not dealt[name] or done + sizes[at] / 2 <= wanted
        ):
            dealt[name] += blocks[at]
            done += sizes[at]
            at += 1
    return dealt


def fill_empty(dealt: Dealt, taken: Mapping[str, Sequence[Story]]) -> None:
    """Give each split that has nothing a small story of the split with most of them.

    Of the smallest it is the one that takes away the last example of as few labels as can be.

    Args:
        dealt: what was dealt out; changed in place.
        taken: what the splits had before.
    """
    for name, held in dealt.items():
        if held or taken.get(name):
            continue
        giver = max(dealt, key=lambda one: len(dealt[one]))
        every = [*dealt[giver], *taken.get(giver, ())]
        if dealt[giver] and len(every) > 1:
            given = _least_missed(dealt[giver], _sum(every))
            dealt[giver].remove(given)
            held.append(given)


def _least_missed(stories: Sequence[Story], labels: Mapping[int, int]) -> Story:
    def missed(story: Story) -> tuple[int, int, bytes]:
        last = sum(labels[label] == count for label, count in story.labels.items())
        return story.size, last, story.order

    return min(stories, key=missed)
