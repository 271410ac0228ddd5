"""Every figure of a census, reckoned by hand; and what holds of any census."""

import statistics
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from census.made import ARTICLE, BARE, TEXT
from khabar.census import LABELS, NAMES, SIZES, SUBJECTS, Census, depths, folded, spread
from khabar.model import Quote, Span
from khabar.rules._index import Index
from khabar.rules._words import extent
from strategies import articles, spans


def census(*of) -> Census:
    found = Census()
    for one in of:
        found.add(one)
    return found


def test_labels_reckoned_by_hand() -> None:
    assert (len(TEXT.split()), len(TEXT)) == (13, 73)
    assert census(ARTICLE, BARE).counts == {
        "status": {"annotated": 1, "raw": 1},
        "language": {"ar": 1, "ar-EG": 1},
        "license": {"CC-BY-4.0": 1},
        "publisher": {"نشرة الساحل": 1},
        "genre": {"report": 1},
        "month": {"2031-05": 1},
        "topics": {"medtop:16000000": 1},
        "topic_codes": {"medtop:20000055": 1, "medtop:04000000": 1},
        "mentions": {"ROLE": 1, "ORG": 2, "GPE": 1, "PER": 2},
        "levels": {"nominal": 2, "name": 2, "pronoun": 1, "": 1},
        "apart": {"PER": 1},
        "proclitics": {"و": 1},
        "entities": {"PER": 2, "GPE": 1, "ORG": 1},
        "linked": {"GPE": 1},
        "quotes": {"mixed": 1, "direct": 1, "": 1},
        "chains": {"1": 1, "0": 2},
        "quotes_by_chain": {"mixed/1": 1, "direct/0": 1, "/0": 1},
        "polarities": {"asserted": 2, "negated": 1},
        "speakers": {"known": 2, "unknown": 1},
        "stances": {"favor": 1, "against": 1},
        "bases": {"explicit": 1, "": 1},
        "origin": {"human": 14, "model": 1},
        "author": {"مها": 1},
        "speaker_names": {"إيمان": 1, "سالم": 1},
    }


def test_sizes_reckoned_by_hand() -> None:
    assert census(ARTICLE, BARE).sizes == {
        "article_words": {13: 1, 2: 1},
        "article_characters": {73: 1, 7: 1},
        "mention_words": {3: 1, 2: 2, 1: 3},
        "mention_characters": {16: 1, 10: 2, 6: 1, 7: 1, 4: 1},
        "mention_depth": {1: 4, 2: 1, 3: 1},
        "entity_mentions": {3: 1, 1: 2, 0: 1},
        "content_words": {4: 1, 1: 2},
        "content_characters": {20: 1, 7: 1, 5: 1},
        "cue_words": {1: 2, 2: 1},
        "cue_characters": {4: 1, 3: 1, 6: 1},
        "source_words": {3: 1},
        "source_characters": {16: 1},
        "quote_depth": {1: 2, 2: 1},
    }


def test_what_is_asked_of_a_census() -> None:
    found = census(ARTICLE, BARE)
    assert (found.articles, found.words, found.characters) == (2, 15, 80)
    assert list(found.of("mentions").items()) == [("ORG", 2), ("PER", 2), ("GPE", 1), ("ROLE", 1)]
    assert (found.sum("quotes"), found.sum("splits"), found.total("cue_words")) == (3, 0, 4)
    assert [found.above("mention_depth", one) for one in (0, 1, 2, 3)] == [6, 2, 1, 0]


def test_only_what_is_asked_for_is_counted() -> None:
    found = Census(subjects=("status", "quote_depth"))
    found.add(ARTICLE)
    assert found.counts == {"status": {"annotated": 1}}
    assert found.sizes == {"quote_depth": {1: 2, 2: 1}}
    assert set(SUBJECTS) == LABELS.keys() | SIZES.keys() > set(NAMES)


def test_splits_are_counted_where_they_are_told() -> None:
    found = Census()
    for split in ("train", "", None):
        found.add(BARE, split)
    assert found.counts["splits"] == {"train": 1, "": 1}


@pytest.mark.parametrize(
    ("extra", "genres"),
    [(None, {}), ({}, {}), ({"genre": ""}, {}), ({"genre": 3}, {}), ({"genre": "a"}, {"a": 1})],
)
def test_a_genre_is_text_under_extra(extra: object, genres: dict) -> None:
    assert census(replace(BARE, extra=extra)).counts["genre"] == genres


def test_quotes_in_a_cycle_or_in_none_that_is_there() -> None:
    part = (Span(start=0, end=2, text="نص"),)
    names = (("q1", "q2"), ("q2", "q1"), ("q3", "q3"), ("q4", "q9"), ("q5", "q4"))
    quotes = tuple(Quote(id=one, content=part, parent=parent) for one, parent in names)
    found = census(replace(BARE, quotes=quotes))
    assert found.sizes["quote_depth"] == {2: 3, 1: 2}


def test_a_speaker_who_is_no_entity_has_no_name() -> None:
    quote = replace(ARTICLE.quotes[0], speaker="e9")
    found = census(replace(ARTICLE, quotes=(quote,)))
    assert (found.counts["speaker_names"], found.counts["speakers"]) == ({}, {"known": 1})


@settings(max_examples=30)
@given(st.lists(st.tuples(articles(), st.sampled_from(["train", "test", ""])), max_size=5))
def test_the_census_of_all_is_the_sum_of_its_splits_in_any_order(found) -> None:
    whole, splits = Census(), {}
    for article, split in found:
        whole.add(article, split)
    for article, split in reversed(found):
        splits.setdefault(split, Census()).add(article, split)
    parts = Census()
    for one in splits.values():
        parts.merge(one)
    assert parts == whole
    assert whole.counts.get("splits", {}) == Counter(split for _, split in found)


@settings(max_examples=50)
@given(articles())
def test_counts_of_one_thing_agree(article) -> None:
    found = census(article)
    assert found.words == len(article.text.split())
    assert found.characters == len(article.text)
    for subject, items in (
        ("mentions", article.mentions), ("levels", article.mentions), ("quotes", article.quotes),
        ("chains", article.quotes), ("quotes_by_chain", article.quotes),
        ("polarities", article.quotes), ("speakers", article.quotes), ("bases", article.stances),
        ("stances", article.stances), ("entities", article.entities),
    ):  # fmt: skip
        assert found.sum(subject) == len(items), subject
    for subject in ("mention_words", "mention_characters", "mention_depth"):
        assert sum(found.sizes[subject].values()) == len(article.mentions)
    assert found.total("entity_mentions") == sum(one.entity is not None for one in article.mentions)
    assert found.above("quote_depth", 1) <= sum(one.parent is not None for one in article.quotes)


class TestDepths:
    TEXT = "x" * 30

    def of(self, *mentions: list[tuple[int, int]]) -> list[int]:
        return depths(
            [tuple(Span(start=a, end=b, text=self.TEXT[a:b]) for a, b in one) for one in mentions]
        )

    def test_the_same_stretch_twice_is_one(self) -> None:
        assert self.of([(0, 9)], [(0, 9)], [(3, 9)], [(3, 5)]) == [1, 1, 2, 3]

    def test_what_crosses_or_touches_does_not_stand_in_it(self) -> None:
        assert self.of([(0, 5)], [(3, 8)], [(5, 7)], [(8, 9)]) == [1, 1, 2, 1]

    def test_parts_stand_in_parts(self) -> None:
        whole, parts, other = [(0, 9)], [(0, 2), (7, 9)], [(0, 2), (4, 5), (7, 9)]
        assert self.of(parts, whole, other, [(3, 4)], [(7, 8)]) == [3, 1, 2, 2, 4]

    @given(st.lists(spans("x" * 12, most=3), max_size=7))
    def test_as_every_two_compared(self, mentions) -> None:
        bounds = [[(one.start, one.end) for one in group] for group in mentions]

        def within(inner, outer) -> bool:
            return all(any(a <= c and d <= b for a, b in outer) for c, d in inner)

        wanted = [
            1 + len({str(outer) for outer in bounds if outer != inner and within(inner, outer)})
            for inner in bounds
        ]
        assert depths(mentions) == wanted

    @settings(max_examples=50)
    @given(articles())
    def test_as_the_rule_on_deep_nesting_counts(self, article) -> None:
        whole = tuple(one for one in article.mentions if len(one.spans) == 1)
        index = Index(replace(article, mentions=whole))
        around = [set() for _ in whole]
        for one in index.overlaps:
            if one.nested and whole[one.outer].spans != whole[one.inner].spans:
                around[one.inner].add(extent(whole[one.outer].spans))
        assert depths([one.spans for one in whole]) == [1 + len(found) for found in around]


class TestSpread:
    def test_by_hand(self) -> None:
        found = spread({10: 1, 2: 2, 7: 1})
        assert (found.count, found.total, found.mean) == (4, 21, 5.25)
        assert (found.least, found.lower, found.median, found.upper, found.most) == (
            2, 2, 4.5, 7.75, 10
        )  # fmt: skip
        assert spread({}) is None
        assert spread({3: 1}).median == 3

    @given(st.lists(st.integers(0, 40), min_size=2))
    def test_as_the_standard_library_and_numpy(self, sizes: list[int]) -> None:
        found = spread(Counter(sizes))
        quartiles = [found.lower, found.median, found.upper]
        assert quartiles == pytest.approx(statistics.quantiles(sizes, n=4, method="inclusive"))
        assert quartiles == pytest.approx(list(np.percentile(sizes, [25, 50, 75])))
        assert (found.least, found.most) == (min(sizes), max(sizes))
        assert found.mean == pytest.approx(statistics.fmean(sizes))


class TestNames:
    def test_the_most_frequent_spelling_stands_for_all(self) -> None:
        names = {"ابراهيم": 1, "إبراهيم": 2, "أحمد  علي": 3, "احمد علي": 3}
        assert list(folded(names).items()) == [("أحمد  علي", 6), ("إبراهيم", 3)]

    def test_some_are_spelled_as_all_are(self) -> None:
        assert folded({"ابراهيم": 1}, {"ابراهيم": 1, "إبراهيم": 2}) == {"إبراهيم": 1}

    @given(st.dictionaries(st.text("اأإبcي ى", min_size=1, max_size=4), st.integers(1, 9)))
    def test_nothing_is_lost(self, names: dict[str, int]) -> None:
        found = folded(names)
        assert sum(found.values()) == sum(names.values())
        assert folded(found) == found
