"""Krippendorff's α, Cohen's κ and MASI against figures that others printed or computed."""

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from sklearn.metrics import cohen_kappa_score

from khabar.agreement.alpha import alpha, coincidences, kappa, masi

FOUR_OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
"""Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), example C: nominal α = .743."""

TWO_OBSERVERS = ("a a b b d c c c e d d a", "b a b b b c c c e d d d")
"""The same, example B: α = .692."""

BINARY = ("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
"""The same, example A: α = .095."""


def units(*observers):
    columns = [[None if one == "." else one for one in observer.split()] for observer in observers]
    return list(zip(*columns, strict=True))


@pytest.mark.parametrize(
    ("observers", "printed"), [(FOUR_OBSERVERS, 0.743), (TWO_OBSERVERS, 0.692), (BINARY, 0.095)]
)
def test_alpha_is_the_printed_one(observers, printed):
    assert round(alpha(coincidences(units(*observers))), 3) == printed


def test_alpha_by_hand():
    """Units aa, ab, bb: coincidences aa 2, bb 2, ab and ba 1 each; n = 6, three of each value.

    Observed disagreement 2, expected 2·3·3 = 18: 1 - (6 - 1)·2 / 18 = 4/9.
    """
    cells = coincidences([("a", "a"), ("a", "b"), ("b", "b")])
    assert cells == {("a", "a"): 2, ("b", "b"): 2, ("a", "b"): 1, ("b", "a"): 1}
    assert alpha(cells) == pytest.approx(4 / 9)


@pytest.mark.parametrize("given_units", [[], [("a", None)], [("a", "a"), ("a", "a")]])
def test_alpha_of_nothing_or_of_one_value_is_undefined(given_units):
    assert alpha(coincidences(given_units)) is None


LABELS = st.sampled_from(["x", "y", "z", None])


@given(st.lists(st.tuples(LABELS, LABELS, LABELS), min_size=2, max_size=30))
def test_alpha_equals_krippendorffs_package(some):
    table = np.array(
        [
            [np.nan if one is None else "xyz".index(one) for one in column]
            for column in zip(*some, strict=True)
        ]
    )
    ours = alpha(coincidences(some))
    assume(ours is not None)
    theirs = krippendorff.alpha(table, value_domain=[0, 1, 2], level_of_measurement="nominal")
    assert ours == pytest.approx(theirs, abs=1e-12)


CODES = st.frozensets(st.sampled_from("abcd"), max_size=3)


@given(st.lists(st.tuples(CODES, CODES), min_size=2, max_size=12))
def test_alpha_with_masi_equals_nltk_with_the_same_distance(some):
    """nltk's own `masi_distance` rounds 2/3 and 1/3 to .67 and .33, so it gets ours."""
    ours = alpha(coincidences(some), masi)
    assume(ours is not None)
    data = [
        (coder, number, value)
        for number, unit in enumerate(some)
        for coder, value in enumerate(unit)
    ]
    assert ours == pytest.approx(AnnotationTask(data, distance=masi).alpha(), abs=1e-12)


def test_nltk_calls_one_label_full_agreement_and_we_call_it_undefined():
    data = [(0, "u", frozenset("a")), (1, "u", frozenset("a"))]
    assert AnnotationTask(data, distance=masi).alpha() == 1.0
    assert alpha(coincidences([(frozenset("a"), frozenset("a"))]), masi) is None


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("ab", "ab", 0),
        ("", "", 0),
        ("a", "", 1),
        ("a", "b", 1),
        ("a", "ab", 1 - 1 / 2 * 2 / 3),  # a part of it
        ("ab", "bc", 1 - 1 / 3 * 1 / 3),  # overlapping
        ("abc", "abd", 1 - 2 / 4 * 1 / 3),
    ],
)
def test_masi_by_hand(one, other, distance):
    assert masi(frozenset(one), frozenset(other)) == pytest.approx(distance)
    assert masi(frozenset(other), frozenset(one)) == pytest.approx(distance)


def test_kappa_by_hand():
    """20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: observed .7, chance .5·.6 + .5·.4, κ = .4."""
    pairs = {("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15}
    assert kappa(pairs) == pytest.approx(0.4)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=40))
def test_kappa_equals_scikit_learn(some):
    pairs = {one: float(some.count(one)) for one in set(some)}
    ours = kappa(pairs)
    assume(ours is not None)
    first, second = zip(*some, strict=True)
    assert ours == pytest.approx(cohen_kappa_score(first, second), abs=1e-12)


@pytest.mark.parametrize("pairs", [{}, {("a", "a"): 4.0}])
def test_kappa_of_nothing_or_of_one_value_is_undefined(pairs):
    assert kappa(pairs) is None
