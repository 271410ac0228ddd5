"""Topics: which there are, and which of them is the main one."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

TOPICS = "topics"
ORDER = "order"


def in_dispute(orders: Mapping[str, Sequence[str]], present: Iterable[str] | None = None) -> bool:
    """Whether it matters whose order of topics is taken.

    It does where another topic would be the main one, and where two topics that two annotators have
    come in another order.

    Args:
        orders: the topics of each annotator, her main one first.
        present: the topics that are in the outcome; all of them if not given.

    Example:
        >>> in_dispute({"a": ["t1", "t2"], "b": ["t1", "t3", "t2"]})
        False
        >>> in_dispute({"a": ["t1", "t2"], "b": ["t2", "t1"]})
        True
        >>> in_dispute({"a": ["t1", "t2"], "b": ["t2", "t1"]}, present=["t2"])
        False
    """
    known = (
        set(present) if present is not None else {one for codes in orders.values() for one in codes}
    )
    outcomes = [[one for one in ordered(orders, who) if one in known] for who in orders]
    if len({codes[0] for codes in outcomes if codes}) > 1:
        return True
    both = combinations([[one for one in codes if one in known] for codes in orders.values()], 2)
    return any(
        [code for code in one if code in other] != [code for code in other if code in one]
        for one, other in both
    )


def ordered(orders: Mapping[str, Sequence[str]], who: str) -> list[str]:
    """The topics of all in the order of one annotator; hers is the main one.

    What only others have comes after what it comes after for them.

    Example:
        >>> ordered({"a": ["t1", "t2"], "b": ["t1", "t3", "t2"]}, "a")
        ['t1', 't3', 't2']
    """
    found = list(orders[who])
    for other, codes in orders.items():
        if other != who:
            _insert(found, codes)
    return found


def _insert(found: list[str], codes: Sequence[str]) -> None:
    at = 1 if found else 0
    for code in codes:
        if code in found:
            at = found.index(code) + 1
        else:
            found.insert(at, code)
            at += 1
