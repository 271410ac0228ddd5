"""What ties articles, and the statistics of how labels are spread: against plain searches."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khabar.rules._corpus import Spot
from khabar.rules._drift import ERROR_RATE, _cut, _two_sided, drifts, effect
from khabar.rules._events import Event, Events, Name, event
from khabar.rules._index import Index
from khabar.rules._passages import FEWEST, RUN, Passages, passages
from splitting.corpora import article, made_up

WORDS = st.lists(st.sampled_from([b"a", b"b", b"c"]), max_size=45)


def spot(name: str) -> Spot:
    return Spot(name, "", 1, in_lines=False)


@given(WORDS, WORDS)
def test_passages_are_shared_when_a_plain_search_says_so(
    one: list[bytes], other: list[bytes]
) -> None:
    def stretches(found: list[bytes]) -> set[tuple[bytes, ...]]:
        if len(found) < FEWEST:
            return set()
        return {tuple(found[at : at + RUN]) for at in range(max(1, len(found) - RUN + 1))}

    shared = set(passages(one)) & set(passages(other))
    assert bool(shared) == bool(stretches(one) & stretches(other))


def test_a_long_quote_after_a_short_one() -> None:
    words = " ".join(made_up(random.Random(1), 16))
    found = Passages()
    first = article("one", "خبر أول", quote=words)
    short = article("two", "خبر ثان", quote="كلمات قليلة")
    both = article("two", "خبر ثان", quote=words)
    joined = Index(
        type(both)(**{name: getattr(both, name) for name in both.__struct_fields__}
                   | {"quotes": (*short.quotes, *both.quotes)})
    )  # fmt: skip
    assert found.of(Index(first), spot("one")) == []
    (one,) = found.of(joined, spot("two"))
    assert (one.at, one.spot.id, one.whole) == (1, "one", True)


NAMES = st.lists(st.sampled_from("abcdefghij"), min_size=4, max_size=9, unique=True)


@given(st.lists(st.tuples(st.sampled_from("12"), NAMES), min_size=2, max_size=8))
def test_events_are_shared_when_a_plain_search_says_so(some: list[tuple[str, list[str]]]) -> None:
    """Names a to c are places."""
    events = Events()
    for number, (day, names) in enumerate(some):
        own = Event(day, tuple(Name((one,), one in "abc") for one in names))
        found = {
            (twin.spot.id, twin.shared, twin.fewer) for twin in events.add(spot(str(number)), own)
        }
        expected = set()
        for at, (other_day, others) in enumerate(some[:number]):
            both, fewer = set(names) & set(others), min(len(names), len(others))
            if day == other_day and len(both) >= 4 and 2 * len(both) > fewer and both - set("abc"):
                expected.add((str(at), len(both), fewer))
        assert found == expected


def test_what_makes_an_event() -> None:
    names = [("PER", f"سلمى الحداد {at}") for at in range(4)]
    assert event(Index(article("one", "خبر", names=names))) is not None
    assert event(Index(article("one", "خبر", names=names[:3]))) is None
    assert event(Index(article("one", "خبر", names=names, day=None))) is None
    assert event(Index(article("one", "خبر", names=[*names[:3], names[0]]))) is None
    assert event(Index(article("one", "خبر", names=[*names[:3], ("DATE", "الأحد")]))) is None


@given(st.data())
def test_chance_is_that_of_the_hypergeometric_distribution(data: st.DataObject) -> None:
    stats = pytest.importorskip("scipy.stats", reason="the extra agreement has it")
    total = data.draw(st.integers(2, 60))
    size, many = data.draw(st.integers(1, total)), data.draw(st.integers(0, total))
    found = data.draw(st.integers(max(0, size + many - total), min(size, many)))
    spread = stats.hypergeom(total, many, size)
    below, above = spread.cdf(found), spread.sf(found - 1)
    tail = below if found * total <= size * many else above
    assert _two_sided(found, many, size, total) == pytest.approx(min(1, 2 * tail), rel=1e-6)


@pytest.mark.parametrize(
    "one, other, h", [(0.5, 0.5, 0.0), (0.0, 1.0, 3.1416), (0.2, 0.5, 0.6435), (0.5, 0.2, 0.6435)]
)
def test_effect_is_that_of_cohen(one: float, other: float, h: float) -> None:
    assert effect(one, other) == pytest.approx(h, abs=1e-4)


@pytest.mark.parametrize(
    "times, total, cut",
    [({1: 5}, 40, 1), ({1: 30, 3: 10}, 40, 3), ({1: 10, 2: 10, 5: 20}, 40, 5), ({2: 40}, 40, 2)],
)
def test_articles_are_cut_as_evenly_as_can_be(times: dict[int, int], total: int, cut: int) -> None:
    assert _cut({("train", one): count for one, count in times.items()}, total) == cut


@pytest.mark.parametrize("sizes", [(80, 10, 10), (300, 40, 60), (8, 1, 1)])
def test_splits_by_lot_seldom_differ(sizes: tuple[int, ...]) -> None:
    """At an error rate of 1 % a corpus, at most a few of 200 corpora are said to."""
    rng = random.Random(3)
    names = ("train", "validation", "test")
    where = [name for name, size in zip(names, sizes, strict=True) for _ in range(size)]
    told = 0
    for _ in range(200):
        rng.shuffle(where)
        counts = {
            label: Counter((split, rng.choice((1, 1, 2, 4))) for split in where if rng.random() < p)
            for label, p in enumerate((0.02, 0.1, 0.3, 0.5, 0.8, 1.0))
        }
        counts = {label: found for label, found in counts.items() if found}
        told += bool(drifts(counts, dict(zip(names, sizes, strict=True))))
    assert told <= 200 * ERROR_RATE * 3


def test_a_slight_difference_is_not_told_however_sure() -> None:
    counts = {"LAW": {("train", 1): 40_000, ("test", 1): 11_500}}
    assert drifts(counts, {"train": 80_000, "test": 20_000}) == []
    counts = {"LAW": {("train", 1): 40_000, ("test", 1): 12_100}}
    (one,) = drifts(counts, {"train": 80_000, "test": 20_000})
    assert (one.split, one.inside, one.outside) == ("test", 0.605, 0.5)
