"""Every measure on cases small enough to be reckoned by hand; the arithmetic stands beside each."""

import pytest

from agreement.build import TEXT, article, entity, mention, quote, stance, words
from khabar.agreement import agree
from khabar.agreement.entities import b_cubed, lea


def figure(first, second, layer, measure, by="all", of=""):
    found = agree({"a": {"one": first}, "b": {"one": second}}, resamples=0)
    return found.figure(layer, measure, by, of).value


def mentions(*some):
    return article(mentions=some)


FIRST = mentions(
    mention("m1", "PER", (0, 10)), mention("m2", "ORG", (20, 30)), mention("m3", "GPE", (40, 50))
)
SECOND = mentions(
    mention("m1", "PER", (0, 10)), mention("m2", "FAC", (20, 30)), mention("m3", "GPE", (40, 45))
)


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ("span F1, strict", 2 * 1 / 6),  # of three and three, one pair has both alike
        ("span F1, partial", 2 * 2.5 / 6),  # two with the same spans, one that overlaps: 1 + 1 + .5
        ("span F1, overlap and type", 2 * 2 / 6),  # PER and GPE
    ],
)
def test_span_f1(measure, value):
    assert figure(FIRST, SECOND, "mentions", measure) == pytest.approx(value)
    assert figure(SECOND, FIRST, "mentions", measure) == pytest.approx(value)


def test_span_f1_by_type():
    strict = ("mentions", "span F1, strict", "label")
    assert figure(FIRST, SECOND, *strict, "PER") == 1
    assert figure(FIRST, SECOND, *strict, "GPE") == 0
    assert figure(FIRST, SECOND, *strict, "ORG") == 0


def test_spans_that_touch_do_not_overlap():
    """[0, 10) and [10, 20) share nothing; nervaluate, whose ends are inclusive, says they do."""
    one, other = mentions(mention("m1", "PER", (0, 10))), mentions(mention("m1", "PER", (10, 20)))
    assert figure(one, other, "mentions", "span F1, partial") == 0
    assert figure(one, other, "mentions", "span F1, overlap and type") == 0


def test_nested_crossing_and_identical_spans_are_assigned_best():
    """The inner of one goes to the inner of the other, though the outer overlaps with both."""
    one = mentions(mention("m1", "ORG", (0, 20)), mention("m2", "GPE", (10, 20)))
    other = mentions(mention("m1", "GPE", (10, 19)), mention("m2", "ORG", (0, 19)))
    assert figure(one, other, "mentions", "span F1, overlap and type") == 1
    same = mentions(mention("m1", "ORG", (0, 9)), mention("m2", "GPE", (0, 9)))
    turned = mentions(mention("m1", "GPE", (0, 9)), mention("m2", "ORG", (0, 9)))
    assert figure(same, turned, "mentions", "span F1, strict") == 1


def test_a_discontinuous_mention_is_its_parts():
    whole = mentions(mention("m1", "PER", (0, 20)))
    parts = mentions(mention("m1", "PER", (0, 8), (12, 20)))
    assert figure(whole, parts, "mentions", "span F1, strict") == 0
    assert figure(whole, parts, "mentions", "span F1, partial") == pytest.approx(0.5)
    assert figure(parts, parts, "mentions", "span F1, strict") == 1


def test_alpha_over_words():
    """Four of the words are a mention to both or one; α from the coincidences by hand.

    Of n words both say PER on one, the first alone says PER on one, both none on the rest. With w
    words: values 2w; PER 3, none 2w - 3; observed disagreement 2, expected 2·3·(2w - 3):
    α = 1 - (2w - 1)·2 / (6·(2w - 3)).
    """
    from khabar.text.tokens import words as tokens

    count = len(tokens(TEXT))
    manager, name = words("المدير"), words("سالم")
    one = mentions(mention("m1", "PER", (manager.start, name.end)))
    other = mentions(mention("m1", "PER", (name.start, name.end)))
    expected = 1 - (2 * count - 1) * 2 / (6 * (2 * count - 3))
    assert figure(one, other, "mentions", "α over words") == pytest.approx(expected)


def test_the_outermost_mention_gives_a_word_its_type():
    name = words("المدير سالم")
    outer = mention("m1", "ROLE", (name.start, name.end))
    inner = mention("m2", "PER", (name.start + 7, name.end))
    nested, flat = mentions(inner, outer), mentions(outer)
    assert figure(nested, flat, "mentions", "α over words") == 1


def test_undefined_is_undefined():
    empty = article()
    for layer, measure in (
        ("mentions", "span F1, strict"),
        ("mentions", "α over words"),
        ("mentions", "level κ"),
        ("entities", "B³ F1"),
        ("quotes", "agr"),
        ("quotes", "type κ"),
        ("quotes", "speaker accuracy"),
        ("quotes", "chain accuracy"),
        ("stances", "coverage F1"),
        ("stances", "label α"),
        ("topics", "α, MASI"),
        ("topics", "F1"),
    ):
        assert figure(empty, empty, layer, measure) is None, measure


def test_one_without_anything_is_no_agreement():
    assert figure(FIRST, article(), "mentions", "span F1, strict") == 0
    assert figure(article(quotes=(quote("q1", (0, 9)),)), article(), "quotes", "agr") is None
    assert (
        figure(article(quotes=(quote("q1", (0, 9)),)), article(), "quotes", "content F1, strict")
        == 0
    )


LINKED = article(
    entities=(entity("e1", "سالم"), entity("e2", "هند")),
    mentions=(
        mention("m1", "PER", (4, 15), entity="e1"),
        mention("m2", "PER", (0, 3), entity="e1"),
        mention("m3", "PER", (40, 50), entity="e2"),
        mention("m4", "NUM", (60, 65)),
    ),
)
RELINKED = article(
    entities=(entity("e7", "هند"), entity("e9", "سالم المدير")),
    mentions=(
        mention("m1", "PER", (4, 15), entity="e9"),
        mention("m2", "PER", (0, 3), entity="e7"),
        mention("m3", "PER", (40, 50), entity="e7"),
        mention("m4", "NUM", (60, 65)),
    ),
)


def test_links_are_compared_through_the_entities_that_are_the_same():
    """Ids differ; سالم is e1 and e9, هند is e2 and e7; one of three linked mentions goes astray."""
    value = figure(LINKED, RELINKED, "mentions", "entity accuracy")
    assert value == pytest.approx(2 / 3)


def clusters(*some):
    return [frozenset(one) for one in some]


def test_b_cubed_by_hand():
    """Key abc, de; response ab, cde: recall a 2/3, b 2/3, c 1/3, d 1, e 1; precision the same."""
    key, response = clusters("abc", "de"), clusters("ab", "cde")
    found, count = b_cubed(key, response)
    assert found / count == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    found, count = b_cubed(response, key)
    assert found / count == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5)


def test_lea_is_the_published_example():
    """Moosavi and Strube 2016: recall (3·1/3 + 4·1/6)/7, precision (2·1 + 0 + 4·1/6)/8."""
    key, response = clusters("abc", "defg"), clusters("ab", "cd", "fghi")
    found, count = lea(key, response)
    assert found / count == pytest.approx((3 * 1 / 3 + 4 * 1 / 6) / 7)
    found, count = lea(response, key)
    assert found / count == pytest.approx((2 * 1 + 2 * 0 + 4 * 1 / 6) / 8)


def test_lea_of_single_mentions():
    """A single mention is resolved where the other has it single too."""
    assert lea(clusters("a", "b"), clusters("a", "bc")) == (1, 2)


def test_coreference_of_articles():
    """Clusters {m1, m2}, {m3} against {m1}, {m2, m3}, with all mentions matched.

    B³ each way: m1 1/2, m2 1/2, m3 1 over 3 = 2/3 and 1, 1/2, 1/2 over 3 = 2/3; F1 2/3. LEA:
    {m1, m2} is in no cluster of theirs and {m3} is not single there: 0.
    """
    assert figure(LINKED, RELINKED, "entities", "B³ F1") == pytest.approx(2 / 3)
    assert figure(LINKED, RELINKED, "entities", "LEA F1") == 0


def quotes(*some, entities=()):
    return article(quotes=some, entities=entities)


def test_agr_both_ways():
    """Two of the first's three are met, one of the second's one: (2/3 + 1) / 2."""
    one = quotes(quote("q1", (10, 20)), quote("q2", (22, 30)), quote("q3", (60, 70)))
    other = quotes(quote("q1", (12, 28)))
    assert figure(one, other, "quotes", "agr") == pytest.approx((2 / 3 + 1) / 2)
    assert figure(other, one, "quotes", "agr") == pytest.approx((2 / 3 + 1) / 2)


SAID = quotes(
    quote("q1", (16, 36), cue=[(0, 3)], source=[(4, 15)], type="indirect", speaker="e1"),
    quote("q2", (60, 70), cue=[(40, 45)], type="direct", speaker="e2"),
    quote("q3", (75, 80), type="direct"),
    entities=(entity("e1", "سالم"), entity("e2", "هند"), entity("e3", "وكالة الخليج", "ORG")),
)
HEARD = quotes(
    quote("q1", (16, 36), cue=[(0, 3)], source=[(4, 10)], type="indirect", speaker="e1"),
    quote("q2", (60, 65), cue=[(42, 45)], type="mixed", speaker="e1", chain=["e3"]),
    quote("q3", (75, 80), type="direct"),
    entities=(entity("e1", "سالم"), entity("e2", "هند"), entity("e3", "وكالة الخليج", "ORG")),
)


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ("content F1, strict", 2 * 2 / 6),
        ("content overlap", 2 * (20 + 5 + 5) / (20 + 20 + 10 + 5 + 5 + 5)),
        ("cue overlap", 2 * (3 + 3) / (3 + 3 + 5 + 3)),
        ("source overlap", 2 * 6 / (11 + 6)),
        ("speaker accuracy", 1 / 2),  # q3 has none in either
        ("chain accuracy", 0 / 1),
        # indirect-indirect, direct-mixed, direct-direct: observed 2/3; chance 1/9 + 2/3·1/3 = 1/3
        ("type κ", (2 / 3 - 1 / 3) / (1 - 1 / 3)),
    ],
)
def test_parts_of_matched_quotes(measure, value):
    assert figure(SAID, HEARD, "quotes", measure) == pytest.approx(value)


def test_a_chain_is_its_relays_in_their_order():
    people = (entity("e1", "وكالة الخليج", "ORG"), entity("e2", "وكالة البحر", "ORG"))

    def chained(*relays):
        return quotes(quote("q1", (10, 20), chain=relays), entities=people)

    assert figure(chained("e1", "e2"), chained("e1", "e2"), "quotes", "chain accuracy") == 1
    assert figure(chained("e1", "e2"), chained("e2", "e1"), "quotes", "chain accuracy") == 0
    assert figure(chained("e1", "e2"), chained("e1"), "quotes", "chain accuracy") == 0
    assert figure(chained("e1"), quotes(quote("q1", (10, 20))), "quotes", "chain accuracy") == 0


PEOPLE = (entity("e1", "سالم"), entity("e2", "هند"), entity("e3", "الخليج", "ORG"))


def stances(*some):
    return article(entities=PEOPLE, stances=some)


def test_stance_coverage_and_labels():
    """Pairs: (e1, e2) by both, favor and favor; (e1, e3) by both, against and neutral; (e2, e3) and
    (e3, topic) by one each. Coverage 2·2 / (3 + 3); α over the two: values favor 2, against 1,
    neutral 1; observed 2, expected 2·(2·1 + 2·1 + 1·1) = 10; 1 - 3·2/10 = .4.
    """
    one = stances(
        stance("s1", "e1", "favor", entity="e2"),
        stance("s2", "e1", "against", entity="e3"),
        stance("s3", "e2", "favor", entity="e3"),
    )
    other = stances(
        stance("s1", "e1", "neutral", entity="e3"),
        stance("s2", "e1", "favor", entity="e2"),
        stance("s3", "e3", "favor", topic="medtop:04000000"),
    )
    assert figure(one, other, "stances", "coverage F1") == pytest.approx(2 / 3)
    assert figure(one, other, "stances", "label α") == pytest.approx(0.4)


def test_targets_that_are_no_entity():
    both = ({"claim": "الطريق جاهز"}, {"claim": "الطّريق جاهز"})
    one, other = (stances(stance("s1", "e1", "favor", **target)) for target in both)
    assert figure(one, other, "stances", "coverage F1") == 1
    apart = stances(stance("s1", "e1", "favor", claim="المصنع مغلق"))
    assert figure(one, apart, "stances", "coverage F1") == 0
    topic = stances(stance("s1", "e1", "favor", topic="medtop:04000000"))
    assert figure(topic, topic, "stances", "coverage F1") == 1
    assert figure(topic, one, "stances", "coverage F1") == 0


def test_the_outlet_as_holder_is_itself_only():
    outlet = stances(stance("s1", "article", "favor", entity="e2"))
    person = stances(stance("s1", "e1", "favor", entity="e2"))
    assert figure(outlet, outlet, "stances", "coverage F1") == 1
    assert figure(outlet, person, "stances", "coverage F1") == 0


def topics(**by_article):
    return {name: article(name, topics=tuple(codes)) for name, codes in by_article.items()}


ECONOMY, SPORT, POLITICS = "medtop:04000000", "medtop:15000000", "medtop:11000000"


def test_topics():
    """Units {e}{e}, {s}{s, p}, {p}{p}: the second at distance 1 - 1/2·2/3 = 2/3.

    Values e 2, s 1, sp 1, p 2. Observed 2·2/3; expected 2·(e·s 2 + e·sp 2 + e·p 4 + s·sp 2/3 +
    s·p 2 + sp·p 2·2/3) with the distances 1, 1, 1, 2/3, 1, 2/3: 2·(10 + 2/3 + 4/3) = 24;
    α = 1 - 5·(4/3)/24.
    """
    one = topics(aaa=[ECONOMY], bbb=[SPORT], ccc=[POLITICS])
    other = topics(aaa=[ECONOMY], bbb=[SPORT, POLITICS], ccc=[POLITICS])
    found = agree({"a": one, "b": other}, resamples=0)
    assert found.figure("topics", "α, MASI").value == pytest.approx(1 - 5 * (4 / 3) / 24)
    assert found.figure("topics", "main topic α").value == 1
    assert found.figure("topics", "F1").value == pytest.approx(2 * 3 / 7)
    assert found.figure("topics", "F1", "label", POLITICS).value == pytest.approx(2 * 1 / 3)


def test_narrow_topics_of_one_wide_topic_agree_at_the_top():
    from khabar.schema import labels

    first, second = [
        code
        for code, label in labels("topics").items()
        if label.broader == SPORT and not label.retired
    ][:2]
    one = topics(aaa=[first], bbb=[ECONOMY])
    other = topics(aaa=[second], bbb=[ECONOMY])
    found = agree({"a": one, "b": other}, resamples=0)
    assert found.figure("topics", "α of top-level topics, MASI").value == 1
    assert found.figure("topics", "α, MASI").value < 1
