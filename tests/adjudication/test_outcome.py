"""What follows from decisions: references, entities that nobody needs, topics, what cannot be."""

import pytest
from msgspec.structs import replace

from adjudication.two import AMAL, BASIM, KEYS, PASSES
from agreement.build import article, entity, mention, quote, stance
from khabar.adjudication import NEITHER, OTHER, decide, decision_on, merge, questions, subjects
from khabar.adjudication.decisions import Decision
from khabar.adjudication.strategies import settle
from khabar.model import Origin
from khabar.problem import KhabarError

MERGED = merge(PASSES)


def made(merged, answers, **more):
    known = subjects(merged)
    return [
        decision_on(known[about], choice, reason="type", by="judge", **more)
        for about, choice in answers.items()
    ]


def all_of(who, **other):
    return made(MERGED, dict.fromkeys(KEYS, who) | other)


def test_questions_come_by_layer_and_place():
    assert [one.about for one in questions(MERGED)] == KEYS


def test_gold_says_who_adjudicated_and_keeps_what_is_no_annotation():
    frame = replace(AMAL, title="عنوان", keywords=("ا",), extra={"a": 1}, status="annotated")
    origin = Origin(kind="model", name="judge-1")
    outcome = decide(MERGED, all_of("amal"), frame=frame, origin=origin)
    gold = outcome.article
    assert (gold.title, gold.keywords, gold.extra) == ("عنوان", ("ا",), {"a": 1})
    assert (gold.status, gold.origin) == ("adjudicated", origin)


def test_without_a_frame_marks_of_the_server_are_left_behind():
    extra = {"label-studio": {"task": 3}, "mine": 1}
    merged = merge({"a": replace(AMAL, extra=extra), "b": AMAL})
    assert decide(merged).article.extra == {"mine": 1}


def test_origin_and_extra_come_from_whose_values_were_taken():
    own = {
        who: replace(one, mentions=tuple(
            replace(two, origin=Origin(kind="model", name=who)) for two in one.mentions))
        for who, one in PASSES.items()
    }  # fmt: skip
    merged = merge(own)
    for who in PASSES:
        gold = settle(merged, (), f"order:{who}")[1].article
        changed = next(one for one in gold.mentions if one.id == "m2")
        assert changed.origin.name == who


def test_what_was_dropped_may_not_be_named():
    answers = dict.fromkeys(KEYS, "amal") | {"quotes/56-71/presence": "basim"}
    outcome = decide(MERGED, made(MERGED, answers))
    assert not outcome.done
    (fault,) = outcome.faults
    assert fault.about == "stances/هند→جاهز/quotes"
    assert fault.message == "it refers to q2, which was dropped by quotes/56-71/presence"


def test_an_entity_goes_with_the_last_that_refers_to_it():
    theirs = replace(
        AMAL,
        entities=(*AMAL.entities, entity("e9", "المصنع", "FAC"), entity("e8", "الكل", "ORG")),
        mentions=(*AMAL.mentions, mention("m9", "FAC", (19, 25), entity="e9")),
    )
    merged = merge({"a": AMAL, "b": theirs})
    (asked,) = questions(merged)
    assert asked.about == "mentions/19-25/presence"
    for who, names in (("a", ["e1", "e2", "e3"]), ("b", ["e1", "e9-2", "e2", "e3"])):
        outcome = decide(merged, [decision_on(asked, who, reason="type", by="j")])
        assert [one.id for one in outcome.article.entities] == names


def test_members_keep_an_entity():
    group = replace(entity("e4", "الجميع", "PER"), members=("e1", "e5"))
    both = replace(
        AMAL,
        entities=(*AMAL.entities, group, entity("e5", "سعاد")),
        quotes=(replace(AMAL.quotes[0], addressee="e4"), AMAL.quotes[1]),
    )
    kept = decide(merge({"a": both, "b": both})).article.entities
    assert {"e4", "e5"} <= {one.id for one in kept}


def test_ids_of_others_collide_with_nothing():
    ours = article(mentions=(mention("m1", "PER", (11, 15)),))
    theirs = article(mentions=(mention("m1", "PER", (52, 55)), mention("m1-2", "PER", (78, 89))))
    third = article(mentions=(mention("m1-2", "PER", (0, 3)), mention("m1", "PER", (4, 10))))
    merged = merge({"a": ours, "b": theirs, "c": third})
    assert sorted(merged.items["mentions"]) == ["m1", "m1-2", "m1-2-2", "m1-2-3", "m1-3"]


def test_an_id_that_exists_gets_another_number():
    ours = article(mentions=(mention("m1", "PER", (11, 15)), mention("m1-2", "PER", (0, 3))))
    theirs = article(mentions=(mention("m1", "PER", (52, 55)),))
    assert "m1-2-2" in merge({"a": ours, "b": theirs}).items["mentions"]


def test_a_long_id_stays_an_id():
    ours = article(mentions=(mention("m" + "1" * 63, "PER", (11, 15)),))
    theirs = article(mentions=(mention("m" + "1" * 63, "PER", (52, 55)),))
    names = merge({"a": ours, "b": theirs}).items["mentions"]
    assert {len(one) for one in names} == {64}


def test_two_on_one_place_are_told_apart_by_what_they_say():
    two = (mention("m1", "PER", (11, 15)), mention("m2", "ORG", (11, 15)))
    one = article(mentions=two)
    swapped = article(mentions=(replace(two[0], id="m2"), replace(two[1], id="m1")))
    first, second = (
        {about: asked.versions for about, asked in subjects(merge({"a": ours, "b": ours})).items()}
        for ours in (one, swapped)
    )
    assert "mentions/11-15~2/type" in first
    assert first == second


@pytest.mark.parametrize(
    "damage, message",
    [
        ({"text": AMAL.text + "."}, "has not the text that the pass of amal has"),
        ({"extra": {"label-studio": {"layers": ["mentions"]}}}, "is not whole: it has mentions"),
        ({"mentions": (BASIM.mentions[0], BASIM.mentions[0])}, "has the id m7 twice"),
        ({"entities": ()}, "/mentions/0/entity refers to e1, which is not there"),
    ],
)
def test_passes_that_cannot_be_merged(damage, message):
    with pytest.raises(KhabarError, match=message):
        merge({"amal": AMAL, "basim": replace(BASIM, **damage)})


def test_one_pass_is_not_enough():
    with pytest.raises(KhabarError, match="two annotators"):
        merge({"amal": AMAL})


def test_a_name_that_is_an_answer():
    with pytest.raises(KhabarError, match="cannot be called neither"):
        merge({"amal": AMAL, "neither": BASIM})


def with_(one: Decision, **more) -> Decision:
    return replace(one, **more)


@pytest.mark.parametrize(
    "about, change, message",
    [
        ("mentions/52-55/type", {"about": "mentions/1-2/type"}, "nothing in the passes is called"),
        ("mentions/52-55/type", {"versions": {"amal": "PER"}}, "say something else now"),
        ("mentions/52-55/type", {"decision": "layla"}, "layla says nothing about it"),
        ("mentions/52-55/type", {"decision": NEITHER}, "cannot be left out"),
        ("mentions/52-55/type", {"decision": OTHER, "value": "X"}, "type cannot be 'X'"),
        ("mentions/52-55/type", {"decision": OTHER, "value": 7}, "this is no value of type"),
        ("mentions/4-10/presence", {"decision": OTHER, "value": "ROLE"}, "takes an object"),
        ("mentions/4-10/presence", {"decision": OTHER, "value": {"x": 1}}, "no field 'x'"),
        ("topics/order", {"decision": NEITHER}, "no order of topics"),
        ("topics/order", {"decision": OTHER, "value": "medtop:04000000"}, "a list of codes"),
        (
            "mentions/4-15/spans",
            {"decision": OTHER, "value": [{"start": 4, "end": 10, "text": "الوزير"}]},
            "the words at 4-10 are not 'الوزير'",
        ),
        (
            "mentions/4-15/spans",
            {
                "decision": OTHER,
                "value": [
                    {"start": 11, "end": 15, "text": "سالم"},
                    {"start": 4, "end": 10, "text": "المدير"},
                ],
            },
            "starts before the one before it ends",
        ),
    ],
)
def test_a_decision_that_cannot_be_is_named(about, change, message):
    answers = {one.about: one for one in all_of("amal")}
    answers[about] = with_(answers[about], **change)
    outcome = decide(MERGED, answers.values())
    assert not outcome.done
    assert [one.about for one in outcome.faults] == [change.get("about", about)]
    assert message in outcome.faults[0].message


@pytest.mark.parametrize(
    "about, value, message",
    [
        ("mentions/add/m1", {"type": "PER", "spans": []}, "the id m1 is taken"),
        ("mentions/add/m90", {"type": "PER"}, "it has no spans"),
        ("mentions/add/m90", "سالم", "an object of fields"),
        ("places/add/p90", {}, "there are no places"),
        ("entities/add/m90", {"type": "PER", "name": "x"}, "starts with e, as e90"),
    ],
)
def test_an_addition_that_cannot_be_is_named(about, value, message):
    layer = about.split("/")[0]
    added = Decision(
        about=about, layer=layer, field="add", decision=OTHER, value=value, reason="type", by="j"
    )
    outcome = decide(MERGED, [*all_of("amal"), added])
    assert [one.about for one in outcome.faults] == [about]
    assert message in outcome.faults[0].message


def test_what_hangs_on_something_dropped_is_not_open():
    ours = article(mentions=(mention("m1", "PER", (11, 15)),))
    both = [
        replace(ours, mentions=(replace(ours.mentions[0], type=one),)) for one in ("PER", "ORG")
    ]
    merged = merge({"a": both[0], "b": both[1], "c": article()})
    assert [one.about for one in decide(merged).open] == [
        "mentions/11-15/presence",
        "mentions/11-15/type",
    ]
    outcome = decide(merged, made(merged, {"mentions/11-15/presence": "c"}))
    assert outcome.done
    assert outcome.article.mentions == ()


def test_partial_leaves_out_what_is_open():
    answers = {one: "amal" for one in KEYS if one != "mentions/52-55/type"}
    outcome = decide(MERGED, made(MERGED, answers))
    assert [one.about for one in outcome.open] == ["mentions/52-55/type"]
    assert outcome.faults == ()
    assert [one.id for one in outcome.article.mentions] == ["m1", "m3"]
    assert outcome.article.status == "annotated"


def test_a_stance_waits_for_its_holder():
    named = replace(AMAL, entities=(replace(AMAL.entities[0], name="سليم"), *AMAL.entities[1:]))
    outcome = decide(merge({"a": AMAL, "b": named}))
    assert [one.about for one in outcome.open] == ["entities/سالم/name"]
    assert [one.id for one in outcome.article.stances] == ["s2"]
    assert outcome.article.quotes[0].speaker is None


def three(*types):
    return merge({
        who: article(mentions=(mention("m1", type_, (11, 15)),) if type_ else ())
        for who, type_ in zip("abc", types, strict=True)
    })  # fmt: skip


@pytest.mark.parametrize(
    "types, expected",
    [
        (("PER", "ORG", "ORG"), "ORG"),
        (("PER", "PER", None), "PER"),
        (("PER", "ORG", "FAC"), "open"),
        (("PER", None, None), None),
        (("PER", "ORG", None), "open"),
    ],
)
def test_most_decide(types, expected):
    decisions, outcome = settle(three(*types), (), "majority")
    if expected == "open":
        assert [one.field for one in outcome.open] == ["type"]
        return
    assert outcome.done
    assert [one.type for one in outcome.article.mentions] == ([expected] if expected else [])
    assert {(one.by, one.reason) for one in decisions} == {("majority", "strategy")}


def test_of_two_nobody_is_the_majority():
    assert settle(MERGED, (), "majority")[0] == ()


def test_agree_decides_nothing():
    decisions, outcome = settle(MERGED, (), "agree")
    assert decisions == ()
    assert len(outcome.open) == len(KEYS)


def test_a_person_goes_before_a_strategy():
    mine = made(MERGED, {"mentions/52-55/type": "amal"})
    decisions, outcome = settle(MERGED, mine, "order:basim")
    assert decisions[0] == mine[0]
    assert next(one for one in outcome.article.mentions if one.id == "m2").type == "PER"


@pytest.mark.parametrize(
    "name, message",
    [("vote", "no strategy 'vote'"), ("order:amal,layla", "nobody is called layla")],
)
def test_a_strategy_that_is_none(name, message):
    with pytest.raises(KhabarError, match=message):
        settle(MERGED, (), name)


def topical(**orders):
    return merge({who: article(topics=tuple(f"medtop:{one:0>8}" for one in codes))
                  for who, codes in orders.items()})  # fmt: skip


def codes(outcome):
    return [one.removeprefix("medtop:").lstrip("0") for one in outcome.article.topics]


ONE = "topics/medtop:00000001/presence"


@pytest.mark.parametrize(
    "orders, answers, expected",
    [
        ({"a": "12", "b": "132"}, {"3": "b"}, ["1", "3", "2"]),
        ({"a": "12", "b": "132"}, {"3": "a"}, ["1", "2"]),
        ({"a": "12", "b": "21"}, {"order": "b"}, ["2", "1"]),
        ({"a": "1", "b": "21"}, {"2": "b", "order": "a"}, ["1", "2"]),
        ({"a": "1", "b": "21"}, {"2": "b", "order": "b"}, ["2", "1"]),
        ({"a": "1", "b": "21"}, {"2": "a"}, ["1"]),
        ({"a": "1", "b": "2"}, {"1": "a", "2": "b", "order": "b"}, ["2", "1"]),
        ({"a": "1", "b": "2"}, {"1": "b", "2": "b"}, ["2"]),
        ({"a": "12", "b": ""}, {"1": "a", "2": "b"}, ["1"]),
        ({"a": "12", "b": "12"}, {"1": NEITHER}, ["2"]),
    ],
)
def test_topics(orders, answers, expected):
    merged = topical(**orders)
    abouts = {
        "topics/order" if key == "order" else f"topics/medtop:{key:0>8}/presence": who
        for key, who in answers.items()
    }
    outcome = decide(merged, made(merged, abouts))
    assert outcome.done, outcome
    assert codes(outcome) == expected
    left = dict(list(abouts.items())[:-1])
    if NEITHER not in answers.values():
        assert not decide(merged, made(merged, left)).done


def test_another_order_and_more_topics():
    merged = topical(a="12", b="21")
    (order,) = made(merged, {"topics/order": OTHER}, value=["medtop:00000003", "medtop:00000002"])
    added = Decision(
        about="topics/add/medtop:00000003",
        layer="topics",
        field="add",
        decision=OTHER,
        value="medtop:00000003",
        reason="type",
        by="j",
    )
    assert codes(decide(merged, [order, added])) == ["3", "2", "1"]


def test_quotes_may_be_nested_in_one_that_only_another_has():
    inner, outer = quote("q1", (19, 25)), quote("q2", (16, 35))
    ours = article(quotes=(inner,))
    theirs = article(quotes=(replace(inner, parent="q2"), outer))
    merged = merge({"a": ours, "b": theirs})
    keys = [one.about for one in questions(merged)]
    assert keys == ["quotes/16-35/presence", "quotes/19-25/parent"]
    outcome = decide(merged, made(merged, dict.fromkeys(keys, "b")))
    assert outcome.done
    assert [one.parent for one in outcome.article.quotes] == [None, "q2-2"]
    outcome = decide(merged, made(merged, dict(zip(keys, "ab", strict=True))))
    assert [one.about for one in outcome.faults] == ["quotes/19-25/parent"]


def test_stances_of_the_outlet_and_towards_words():
    words = stance("s1", "article", "against", spans=(AMAL.mentions[0].spans[0],))
    ours = article(stances=(words,))
    theirs = article(stances=(replace(words, label="favor"),))
    assert [one.about for one in questions(merge({"a": ours, "b": theirs}))] == [
        "stances/article→سالم/label"
    ]
