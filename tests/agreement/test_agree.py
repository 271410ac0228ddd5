"""Passes of two and more annotators, their intervals, and every disagreement with its place."""

import math
import random

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace
from nervaluate import Evaluator

from agreement.build import TEXT, article, entity, mention, quote, stance, words
from khabar.agreement import MEASURES, agree, read_passes
from khabar.agreement.bootstrap import interval
from khabar.model import Article
from khabar.problem import KhabarError
from khabar.store import write_article
from strategies import articles


def two(first: Article, second: Article, resamples: int = 0):
    return agree({"a": {first.id: first}, "b": {second.id: second}}, resamples=resamples)


def values(agreement):
    return {(one.layer, one.measure): one.value for one in agreement.figures if one.by == "all"}


@given(articles())
def test_who_agrees_with_herself_agrees_wholly_or_not_defined(one):
    agreement = two(one, one)
    assert set(values(agreement).values()) <= {1.0, None}
    assert agreement.disagreements == ()


BOTH_WAYS = {
    ("mentions", "span F1, strict"),
    ("mentions", "α over words"),
    ("quotes", "agr"),
    ("quotes", "content F1, strict"),
    ("quotes", "α over words"),
    ("topics", "α, MASI"),
    ("topics", "F1"),
}
"""What does not hang on which of two equally good assignments is taken."""


@given(articles(), articles())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_figures_are_the_same_both_ways_and_in_their_bounds(one, other):
    other = replace(other, id=one.id, text=one.text)
    forth, back = values(two(one, other)), values(two(other, one))
    for key, value in forth.items():
        assert value is None or not math.isnan(value)
        if key in BOTH_WAYS:
            assert value == pytest.approx(back[key]), key
        if "α" not in key[1] and "κ" not in key[1]:
            assert value is None or 0 <= value <= 1, key


def distinct(some, key):
    return tuple({key(one): one for one in some}.values())


@given(articles())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_the_order_of_annotations_does_not_matter(made):
    """But for annotations that are twice there, of which either may be the other's."""
    one = replace(
        made,
        mentions=distinct(made.mentions, lambda m: (m.type, m.spans)),
        quotes=distinct(made.quotes, lambda q: q.content),
        stances=distinct(made.stances, lambda s: (s.holder, repr(s.target))),
        entities=tuple(replace(e, name=f"كيان {n}") for n, e in enumerate(made.entities)),
    )
    shuffled = replace(
        one,
        mentions=tuple(random.Random(1).sample(one.mentions, len(one.mentions))),
        quotes=one.quotes[::-1],
        stances=one.stances[::-1],
        entities=one.entities[::-1],
    )
    assert set(values(two(one, shuffled)).values()) <= {1.0, None}


SPANS = [(0, 3), (4, 10), (11, 15), (16, 18), (19, 25), (26, 31), (32, 35), (40, 45), (50, 55)]


@pytest.mark.parametrize("seed", range(40))
def test_flat_spans_score_as_in_nervaluate(seed):
    """Where no span meets two others, and with ends made inclusive for it, nervaluate is right."""
    chance = random.Random(seed)

    def chosen():
        some = [bounds for bounds in SPANS if chance.random() < 0.7]
        kinds = [chance.choice(["PER", "ORG"]) for _ in some]
        ends = [end - (chance.random() < 0.3) for _, end in some]
        return [(start, end, kind) for (start, _), end, kind in zip(some, ends, kinds, strict=True)]

    ours, theirs = chosen(), chosen()
    one, other = (
        article(
            mentions=tuple(
                mention(f"m{number}", kind, (start, end))
                for number, (start, end, kind) in enumerate(some, 1)
            )
        )
        for some in (ours, theirs)
    )
    as_dicts = [
        [{"start": start, "end": end - 1, "label": kind} for start, end, kind in some]
        for some in (ours, theirs)
    ]
    peer = Evaluator([as_dicts[0]], [as_dicts[1]], tags=["PER", "ORG"], loader="dict").evaluate()
    overall = peer["overall"]
    found = values(two(one, other))
    assert found["mentions", "span F1, strict"] == pytest.approx(overall["strict"].f1)
    assert found["mentions", "span F1, partial"] == pytest.approx(overall["partial"].f1)
    assert found["mentions", "span F1, overlap and type"] == pytest.approx(overall["ent_type"].f1)


def test_where_nervaluate_is_not_right():
    """Half-open spans that touch, given as they are: it finds the type right on another word."""
    peer = Evaluator(
        [[{"start": 0, "end": 10, "label": "PER"}]],
        [[{"start": 10, "end": 20, "label": "PER"}]],
        tags=["PER"],
        loader="dict",
    ).evaluate()
    assert peer["overall"]["ent_type"].f1 == 1
    one, other = (article(mentions=(mention("m1", "PER", at),)) for at in ((0, 10), (10, 20)))
    assert values(two(one, other))["mentions", "span F1, overlap and type"] == 0


def test_three_annotators_are_the_mean_of_their_pairs():
    same = article(mentions=(mention("m1", "PER", (0, 3)), mention("m2", "PER", (4, 10))))
    half = article(mentions=(mention("m1", "PER", (0, 3)),))
    found = agree({"a": {"one": same}, "b": {"one": same}, "c": {"one": half}}, resamples=0)
    strict = ("mentions", "span F1, strict")
    assert found.figure(*strict, "pair", "a & b").value == 1
    assert found.figure(*strict, "pair", "a & c").value == pytest.approx(2 / 3)
    assert found.figure(*strict).value == pytest.approx((1 + 2 / 3 + 2 / 3) / 3)
    assert found.figure(*strict, "annotator", "c").value == pytest.approx(2 / 3)
    assert found.figure(*strict, "annotator", "a").value == pytest.approx((1 + 2 / 3) / 2)


def test_alpha_takes_all_annotators_at_once():
    """One article, topics {a}, {a}, {b}: values a 2, b 1; observed 2·(1/2 + 1/2) = 2 of expected
    2·2·1 = 4: 1 - 2·2/4 = 0.
    """
    passes = {
        who: {"one": article(topics=(code,))}
        for who, code in zip("xyz", ("medtop:04000000",) * 2 + ("medtop:15000000",), strict=True)
    }
    assert agree(passes, resamples=0).figure("topics", "main topic α").value == pytest.approx(0)


def test_who_misses_an_article_is_named_and_the_others_are_compared():
    one, other = article("one"), article("two")
    found = agree(
        {"a": {"one": one, "two": other}, "b": {"one": one}, "c": {"one": one}}, resamples=0
    )
    assert found.articles == ("one",)
    assert [(who.article, who.annotator) for who in found.missing] == [("two", "b"), ("two", "c")]


def test_a_layer_that_somebody_has_not_come_to_is_not_compared():
    begun = replace(
        AFTER, quotes=(), stances=(), topics=(), extra={"label-studio": {"layers": ["mentions"]}}
    )
    found = two(BEFORE, begun)
    assert {one.layer for one in found.disagreements} == {"mentions"}
    assert found.figure("quotes", "agr").value is None
    assert found.figure("topics", "F1").items == 0
    assert found.figure("stances", "coverage F1").value is None
    assert found.figure("mentions", "span F1, strict") == two(BEFORE, AFTER).figure(
        "mentions", "span F1, strict"
    )
    assert found.figure("entities", "B³ F1").value is not None


def test_passes_on_different_texts_are_refused():
    other = replace(article(), text=TEXT + " ")
    with pytest.raises(KhabarError, match="texts in the passes of a and b differ"):
        two(article(), other)


def test_nothing_in_common_is_refused():
    with pytest.raises(KhabarError, match="no article is in the passes of two of a, b"):
        agree({"a": {"one": article("one")}, "b": {"two": article("two")}})


def many(count, wrong):
    """Two annotators on many articles, of which some have no mention in common."""
    good = (mention("m1", "PER", (0, 3)),)
    first = {f"a{n:03}": article(f"a{n:03}", mentions=good) for n in range(count)}
    second = {
        name: replace(one, mentions=() if number < wrong else good)
        for number, (name, one) in enumerate(first.items())
    }
    return {"a": first, "b": second}


def test_intervals_hold_the_figure_and_narrow_with_more_articles():
    strict = ("mentions", "span F1, strict")
    few = agree(many(10, 2), resamples=400).figure(*strict)
    more = agree(many(80, 16), resamples=400).figure(*strict)
    for one in (few, more):
        assert one.low < one.value < one.high
    assert more.high - more.low < (few.high - few.low) / 2
    assert few == agree(many(10, 2), resamples=400).figure(*strict), (
        "the same passes give the same interval"
    )


def test_an_interval_covers_the_truth_about_as_often_as_it_says():
    """Articles wrong with chance 1/4: F1 of the whole is 2·.75/(1 + .75); nineteen in twenty."""
    truth, covered = 2 * 0.75 / 1.75, 0
    strict = next(one for one in MEASURES if one.name == "span F1, strict")
    for seed in range(200):
        chance = random.Random(seed)
        right = [float(chance.random() >= 0.25) for _ in range(60)]
        counts = [{"first": 1.0, "second": one, "same": one} for one in right]
        low, high = interval([counts], strict.value, 400)
        covered += low <= truth <= high
    assert 178 <= covered <= 198


def test_one_article_has_no_interval():
    one = two(article(mentions=(mention("m1", "PER", (0, 3)),)), article(), resamples=100)
    assert one.figure("mentions", "span F1, strict").low is None


PEOPLE = (entity("e1", "سالم"), entity("e2", "هند"))
BEFORE = article(
    entities=PEOPLE,
    mentions=(
        mention("m1", "PER", (11, 15), entity="e1", level="name"),
        mention("m2", "ROLE", (4, 10), entity="e1", level="nominal"),
        mention("m3", "GPE", (60, 65)),
    ),
    quotes=(
        quote("q1", (16, 36), cue=[(0, 3)], source=[(4, 15)], type="indirect", speaker="e1"),
        quote("q2", (60, 70), type="direct"),
    ),
    stances=(stance("s1", "e1", "favor", "explicit", entity="e2"),),
    topics=("medtop:04000000",),
)
AFTER = article(
    entities=PEOPLE,
    mentions=(
        mention("m1", "PER", (4, 15), entity="e2", level="name"),
        mention("m2", "ORG", (4, 10), entity="e1", level="name"),
    ),
    quotes=(
        quote(
            "q1",
            (19, 36),
            cue=[(0, 2)],
            source=[(4, 10)],
            type="mixed",
            speaker="e2",
            chain=["e2"],
            addressee="e1",
            polarity="negated",
        ),
    ),
    stances=(
        stance("s1", "e1", "against", "implicit", entity="e2"),
        stance("s2", "e2", "favor", topic="medtop:04000000"),
    ),
    topics=("medtop:15000000", "medtop:04000000"),
)


def test_every_disagreement_is_named_with_its_place_and_both_values():
    found = {(one.layer, one.kind, one.ids): one for one in two(BEFORE, AFTER).disagreements}
    told = {key: one.values for key, one in found.items()}
    source = words("المدير سالم").text
    assert told == {
        ("mentions", "boundary", ("m1", "m1")): ("سالم", source),
        ("mentions", "link", ("m1", "m1")): ("سالم", "هند"),
        ("mentions", "type", ("m2", "m2")): ("ROLE", "ORG"),
        ("mentions", "level", ("m2", "m2")): ("nominal", "name"),
        ("mentions", "missing", ("m3", None)): ("GPE", ""),
        ("quotes", "boundary", ("q1", "q1")): (TEXT[16:36], TEXT[19:36]),
        ("quotes", "cue", ("q1", "q1")): (TEXT[0:3], TEXT[0:2]),
        ("quotes", "source", ("q1", "q1")): (source, TEXT[4:10]),
        ("quotes", "type", ("q1", "q1")): ("indirect", "mixed"),
        ("quotes", "polarity", ("q1", "q1")): ("asserted", "negated"),
        ("quotes", "speaker", ("q1", "q1")): ("سالم", "هند"),
        ("quotes", "addressee", ("q1", "q1")): ("", "سالم"),
        ("quotes", "chain", ("q1", "q1")): ("", "هند"),
        ("quotes", "missing", ("q2", None)): ("direct", ""),
        ("stances", "label", ("s1", "s1")): ("favor", "against"),
        ("stances", "basis", ("s1", "s1")): ("explicit", "implicit"),
        ("stances", "missing", (None, "s2")): ("", "هند favor medtop:04000000"),
        ("topics", "missing", (None, None)): ("", "medtop:15000000"),
        ("topics", "main", (None, None)): ("medtop:04000000", "medtop:15000000"),
    }
    boundary = found["quotes", "boundary", ("q1", "q1")]
    assert (boundary.start, boundary.end, boundary.text) == (16, 36, TEXT[16:36])
    assert boundary.annotators == ("a", "b")


def test_every_measure_is_asked_of_everything():
    found = two(BEFORE, AFTER)
    names = {(one.layer, one.name) for one in MEASURES}
    for scope in ("all", "pair", "annotator", "article"):
        assert {(one.layer, one.measure) for one in found.figures if one.by == scope} == names


def test_a_frame_has_a_row_for_each_figure():
    found = two(BEFORE, AFTER)
    frame = found.to_pandas()
    assert len(frame) == len(found.figures)
    strict = frame[(frame.measure == "span F1, strict") & (frame.by == "all")]
    assert strict.value.item() == found.figure("mentions", "span F1, strict").value


@pytest.fixture
def corpus(tmp_path):
    for who, one in (("layla", BEFORE), ("omar", AFTER)):
        (tmp_path / "passes" / who).mkdir(parents=True)
        write_article(tmp_path / "passes" / who / "one.json", one)
    return tmp_path


def test_folders_are_annotators(corpus):
    passes = corpus / "passes"
    assert list(read_passes([passes])) == ["layla", "omar"]
    assert list(read_passes([passes / "omar", passes / "layla"])) == ["omar", "layla"]


def test_folders_that_are_no_passes_are_refused(corpus, tmp_path):
    passes = corpus / "passes"
    (tmp_path / "empty").mkdir()
    (tmp_path / "other" / "omar").mkdir(parents=True)
    for folders, said in (
        ([passes / "omar"], "only the passes of omar"),
        ([passes / "omar", tmp_path / "empty"], "empty: there are no articles"),
        ([passes / "omar", tmp_path / "other" / "omar"], "two folders are called omar"),
        ([passes / "omar", tmp_path / "nowhere"], "nowhere"),
    ):
        with pytest.raises(KhabarError, match=said):
            read_passes(folders)
