"""A question for every field of every layer: its key, both versions, and every way to decide it."""

from typing import Any, NamedTuple

import pytest
from msgspec import to_builtins
from msgspec.structs import replace

from agreement.build import TEXT, article, entity, mention, quote, span, spans, stance
from khabar.adjudication import NEITHER, OTHER, decide, decision_on, merge, questions, subjects
from khabar.adjudication.fields import FIELDS, LAYERS, relinked
from khabar.model import Article, Relay, Target

SALIM, HIND, AGENCY = (11, 15), (52, 55), (78, 89)
BASE = article(
    mentions=(
        mention("m1", "PER", SALIM, entity="e1", level="name"),
        mention("m2", "PER", HIND, entity="e2", level="name"),
        mention("m3", "ORG", AGENCY, entity="e3", level="name"),
    ),
    entities=(entity("e1", "سالم"), entity("e2", "هند"), entity("e3", "وكالة الخليج", "ORG")),
    quotes=(
        quote("q1", (16, 35), type="indirect", cue=[(0, 3)], source=[SALIM], speaker="e1"),
        quote("q2", (56, 71), type="indirect", cue=[(38, 44)], source=[HIND], speaker="e2"),
    ),
    stances=(replace(stance("s1", "e1", "favor", "explicit", claim="يفتح"), quotes=("q1",)),),
    topics=("medtop:04000000", "medtop:11000000"),
)


class Case(NamedTuple):
    """One field that the second annotator has otherwise.

    Attributes:
        field: layer and field.
        about: the key of the question.
        at: which item of the layer changes.
        value: what it is for the second annotator.
        other: a third value, in plain data.
    """

    field: str
    about: str
    at: int
    value: Any
    other: Any


def _plain(*bounds):
    return [{"start": a, "end": b, "text": TEXT[a:b]} for a, b in bounds]


CASES = [
    Case("mentions/spans", "mentions/4-15/spans", 0, spans((4, 15)), _plain((4, 10))),
    Case("mentions/type", "mentions/11-15/type", 0, "ROLE", "NORP"),
    Case("mentions/level", "mentions/11-15/level", 0, None, "nominal"),
    Case("mentions/entity", "mentions/78-89/entity", 2, "e2", "e1"),
    Case("mentions/metonym", "mentions/11-15/metonym", 0, True, None),
    Case("entities/type", "entities/وكالة الخليج/type", 2, "GPE", "FAC"),
    Case("entities/name", "entities/سالم/name", 0, "سالم أحمد", "سليم"),
    Case("entities/gender", "entities/هند/gender", 1, "feminine", "masculine"),
    Case("entities/number", "entities/هند/number", 1, "singular", "plural"),
    Case("entities/qid", "entities/هند/qid", 1, "Q7", "Q8"),
    Case("entities/members", "entities/وكالة الخليج/members", 2, ("e1", "e2"), ["e2"]),
    Case("quotes/content", "quotes/16-36/content", 0, spans((16, 36)), _plain((19, 35))),
    Case("quotes/type", "quotes/16-35/type", 0, "reported", "direct"),
    Case("quotes/cue", "quotes/16-35/cue", 0, None, _plain((4, 10))),
    Case("quotes/source", "quotes/16-35/source", 0, spans((4, 15)), _plain((4, 10))),
    Case("quotes/speaker", "quotes/16-35/speaker", 0, "e3", "e2"),
    Case("quotes/addressee", "quotes/16-35/addressee", 0, "e3", "e2"),
    Case(
        "quotes/chain",
        "quotes/56-71/chain",
        1,
        (Relay(relay="e3", source=spans(AGENCY)),),
        [{"relay": "e1"}, {"relay": "e3", "implicit": True}],
    ),
    Case("quotes/parent", "quotes/56-71/parent", 1, "q1", "q1"),
    Case("quotes/same_as", "quotes/56-71/same_as", 1, "q1", "q1"),
    Case("quotes/polarity", "quotes/16-35/polarity", 0, "negated", "refused"),
    Case(
        "stances/target",
        "stances/سالم→يفتح/target",
        0,
        Target(claim="يفتح المصنع"),
        {"entity": "e2"},
    ),
    Case("stances/label", "stances/سالم→يفتح/label", 0, "against", "neutral"),
    Case("stances/basis", "stances/سالم→يفتح/basis", 0, None, "implicit"),
    Case("stances/quotes", "stances/سالم→يفتح/quotes", 0, ("q1", "q2"), ["q2"]),
    Case("stances/spans", "stances/سالم→يفتح/spans", 0, spans((16, 31)), _plain((19, 31))),
    Case("stances/asserted_by", "stances/سالم→يفتح/asserted_by", 0, "e3", "e2"),
]


def changed(case: Case) -> Article:
    layer, name = case.field.split("/")
    items = list(getattr(BASE, layer))
    items[case.at] = replace(items[case.at], **{name: case.value})
    return replace(BASE, **{layer: tuple(items)})


def renamed(one: Article) -> Article:
    """The same under other ids, which mean something else to the first annotator."""
    ids = {"e1": "e2", "e2": "e3", "e3": "e1", "q1": "q2", "q2": "q1", "m1": "m9", "s1": "s4"}
    lists = {
        layer: tuple(
            replace(relinked(two, ids), id=ids.get(two.id, two.id)) for two in getattr(one, layer)
        )
        for layer in LAYERS
    }
    return replace(one, **lists)


def test_all_fields_have_a_case():
    every = {f"{layer}/{one.name}" for layer, fields in FIELDS.items() for one in fields}
    assert every - {one.field for one in CASES} == {"stances/holder"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.field)
@pytest.mark.parametrize("other_ids", [False, True])
class TestOneField:
    def ask(self, case, other_ids):
        theirs = renamed(changed(case)) if other_ids else changed(case)
        merged = merge({"a": BASE, "b": theirs})
        (found,) = questions(merged)
        return merged, found

    def value(self, case, outcome):
        layer, name = case.field.split("/")
        ids = [one.id for one in getattr(BASE, layer)]
        one = next(one for one in getattr(outcome.article, layer) if one.id == ids[case.at])
        return getattr(one, name)

    def test_it_is_the_one_question(self, case, other_ids):
        merged, found = self.ask(case, other_ids)
        assert found.about == case.about
        assert f"{found.layer}/{found.field}" == case.field
        assert list(found.versions) == ["a", "b"]
        outcome = decide(merged)
        assert [one.about for one in outcome.open] == [case.about]
        assert outcome.article.status == "annotated"

    def test_either_is_followed(self, case, other_ids):
        merged, found = self.ask(case, other_ids)
        for who, expected in (("a", self.mine(case)), ("b", case.value)):
            outcome = decide(merged, [decision_on(found, who, reason="type", by="j")])
            assert outcome.done
            assert self.value(case, outcome) == expected

    def mine(self, case):
        layer, name = case.field.split("/")
        return getattr(getattr(BASE, layer)[case.at], name)

    def test_neither_leaves_it_out_or_cannot_be(self, case, other_ids):
        merged, found = self.ask(case, other_ids)
        outcome = decide(merged, [decision_on(found, NEITHER, reason="type", by="j")])
        layer, name = case.field.split("/")
        required = {one.name for one in FIELDS[layer] if one.required}
        if name in required:
            assert [one.about for one in outcome.faults] == [case.about]
            assert "cannot be left out" in outcome.faults[0].message
        else:
            empty = {"metonym": False, "polarity": "asserted"}.get(name)
            assert outcome.done
            assert self.value(case, outcome) == empty

    def test_something_else_is_right(self, case, other_ids):
        if case.other is None:
            return
        merged, found = self.ask(case, other_ids)
        made = decision_on(found, OTHER, reason="type", by="j", value=case.other)
        outcome = decide(merged, [made])
        assert outcome.faults == ()
        kept = self.value(case, outcome)
        assert _listed(to_builtins(kept)) == case.other


def _listed(value):
    if isinstance(value, list | tuple):
        return [_listed(one) for one in value]
    return value


def test_both_may_write_a_group_or_evidence_in_any_order():
    ours = replace(BASE, stances=(replace(BASE.stances[0], quotes=("q1", "q2")),))
    theirs = replace(BASE, stances=(replace(BASE.stances[0], quotes=("q2", "q1")),))
    assert questions(merge({"a": ours, "b": theirs})) == ()


def test_a_holder_can_be_overruled():
    merged = merge({"a": BASE, "b": BASE})
    asked = subjects(merged)["stances/سالم→يفتح/holder"]
    made = decision_on(asked, OTHER, reason="link", by="j", value="article")
    assert decide(merged, [made]).article.stances[0].holder == "article"


def test_notes_and_origins_ask_nothing():
    noted = replace(BASE, mentions=(replace(BASE.mentions[0], note="?"), *BASE.mentions[1:]))
    merged = merge({"a": BASE, "b": noted})
    assert questions(merged) == ()
    assert all(one.note is None for one in decide(merged).article.mentions)


def test_a_span_is_named_by_the_outermost_offsets():
    wide = replace(BASE.mentions[0], spans=(span(4, 10),))
    ours = replace(BASE, mentions=(replace(BASE.mentions[0], spans=(span(4, 15),)),))
    merged = merge({"a": ours, "b": replace(BASE, mentions=(wide,))})
    assert [one.about for one in questions(merged)] == ["mentions/4-15/spans"]
