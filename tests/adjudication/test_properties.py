"""What holds for any passes: equal ones ask nothing, and who is followed throughout is right."""

import random

from hypothesis import HealthCheck, given, settings
from msgspec import to_builtins
from msgspec.structs import replace

from adjudication.test_proposing import without
from khabar.adjudication import Question, decide, decision_on, merge, questions, subjects
from khabar.adjudication.choosing import chosen
from khabar.adjudication.decisions import Decisions, dump_decisions, load_decisions
from khabar.adjudication.deriving import derived
from khabar.adjudication.fields import FIELDS, LAYERS, named, relinked, sense
from khabar.adjudication.proposing import proposal
from khabar.adjudication.strategies import settle
from khabar.model import Article, Entity
from khabar.schema import faults
from khabar.store import canonical
from strategies import articles

some = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def passes(*found: Article) -> dict[str, Article]:
    """Passes on one text, long enough for the spans of all, which meet and overlap in it."""
    text = "".join(one.text for one in found)
    return {
        name: replace(placed(one, text), id=found[0].id, extra=None)
        for name, one in zip("abc", found, strict=False)
    }


def placed(article: Article, text: str) -> Article:
    """The article on another text: its spans keep their offsets and take the words there."""

    def spans(group):
        return group and tuple(replace(one, text=text[one.start : one.end]) for one in group)

    def link(one):
        return replace(one, cue=spans(one.cue), source=spans(one.source))

    def quote(one):
        chain = one.chain and tuple(map(link, one.chain))
        parts = {name: spans(getattr(one, name)) for name in ("content", "cue", "source")}
        return replace(one, chain=chain, **parts)

    def stance(one):
        return replace(
            one,
            spans=spans(one.spans),
            target=replace(one.target, spans=spans(one.target.spans)),
        )

    return replace(
        article,
        text=text,
        mentions=tuple(replace(one, spans=spans(one.spans)) for one in article.mentions),
        quotes=tuple(map(quote, article.quotes)),
        stances=tuple(map(stance, article.stances)),
    )


def meaning(article: Article, ids=None) -> dict[str, object]:
    """What an article says, without notes, origins, order in lists that have none, and entities
    that nothing refers to."""
    ids = ids or {}
    found = {one.id: one for layer in LAYERS for one in getattr(article, layer)}
    kept = {name for name, one in found.items() if not isinstance(one, Entity)}
    waiting = list(kept)
    while waiting:
        for _, name in named(found[waiting.pop()]):
            if name not in kept:
                kept.add(name)
                waiting.append(name)
    said: dict[str, object] = {"topics": article.topics}
    for layer in LAYERS:
        for one in getattr(article, layer):
            if one.id in kept:
                linked = relinked(one, ids)
                fields = {
                    two.name: sense(two.kind, getattr(linked, two.name)) for two in FIELDS[layer]
                }
                said[ids.get(one.id, one.id)] = fields
    return said


@given(articles())
@some
def test_equal_passes_ask_nothing_and_give_the_same(one):
    both = passes(one, one)
    merged = merge(both)
    assert questions(merged) == ()
    outcome = decide(merged)
    assert outcome.done
    assert outcome.article.status == "adjudicated"
    assert meaning(outcome.article) == meaning(both["a"])


@given(articles(), articles())
@some
def test_who_is_followed_in_everything_is_right(one, other):
    both = passes(one, other)
    merged = merge(both)
    for who in "ab":
        made, outcome = settle(merged, (), f"order:{who}")
        assert outcome.open == ()
        assert outcome.faults == ()
        assert all((made_.by, made_.reason) == (f"order:{who}", "strategy") for made_ in made)
        assert meaning(outcome.article) == meaning(both[who], merged.ids[who])
        assert faults(to_builtins(outcome.article)) == []


@given(articles(), articles(), articles())
@some
def test_so_is_one_of_three(one, other, third):
    three = passes(one, other, third)
    merged = merge(three)
    for who in "abc":
        _, outcome = settle(merged, (), f"order:{who}")
        assert outcome.done
        assert meaning(outcome.article) == meaning(three[who], merged.ids[who])


@given(articles(), articles())
@some
def test_replaying_what_was_written_gives_the_same_bytes(tmp_path_factory, one, other):
    merged = merge(passes(one, other))
    made, outcome = settle(merged, (), "order:b")
    kept = Decisions(article=merged.id, passes={"a": "1", "b": "2"}, decisions=made)
    path = tmp_path_factory.mktemp("decisions") / f"{merged.id}.json"
    path.write_bytes(dump_decisions(kept))
    again = load_decisions(path)
    assert dump_decisions(again) == path.read_bytes()
    assert decide(merged, again.decisions).article == outcome.article


@given(articles(), articles())
@some
def test_the_order_in_files_and_of_passes_does_not_matter(one, other):
    both = passes(one, other)
    shuffled = {}
    for who in reversed(both):
        lists = {layer: list(getattr(both[who], layer)) for layer in LAYERS}
        for some_ in lists.values():
            random.Random(3).shuffle(some_)
        shuffled[who] = replace(both[who], **{key: tuple(one) for key, one in lists.items()})
    here, there = merge(both), merge(shuffled)
    assert list(subjects(here).items()) == list(subjects(there).items())
    assert settle(here, (), "order:b,a")[1].article == settle(there, (), "order:b,a")[1].article


@given(articles(), articles())
@some
def test_what_is_settled_so_far_is_valid(one, other):
    merged = merge(passes(one, other))
    outcome = decide(merged)
    assert outcome.faults == ()
    assert bool(outcome.open) == (outcome.article.status == "annotated")
    assert canonical(outcome.article) == outcome.article


@given(articles(), articles(), articles())
@some
def test_any_article_is_the_outcome_of_the_decisions_that_are_derived_from_it(one, other, third):
    three = passes(one, other, third)
    two = merge({who: three[who] for who in "ab"})
    target = settle(merge(three), (), "order:c")[1].article
    made = [decision(two, found) for found in derived(two, target)]
    outcome = decide(two, made)
    assert outcome.faults == ()
    assert outcome.open == ()
    assert meaning(outcome.article) == meaning(target)


@given(articles(), articles())
@some
def test_who_is_left_on_the_page_is_right(one, other):
    """All versions but hers deleted: the decisions that are derived give her pass."""
    both = passes(one, other)
    merged = merge(both)
    made = proposal(merged)
    items = {name: found.item for name, found in made.versions.items()}
    for who in "ab":
        gone = {name for name, found in made.versions.items() if who not in found.annotators}
        left = replace(without(made.article, gone), topics=both[who].topics)
        choice = chosen(made.article, left, items)
        assert choice.undecided == frozenset()
        seen = ("mentions", "quotes", "stances", "topics")
        decided = [decision(merged, found) for found in derived(merged, choice.article, seen)]
        assert all(found.decision == who or found.value is None for found in decided)
        _, outcome = settle(merged, decided, f"order:{who}")
        assert outcome.done
        assert meaning(outcome.article) == meaning(both[who], merged.ids[who])


def decision(merged, found):
    known = subjects(merged)
    layer = found.about.split("/")[0]
    asked = known.get(found.about) or Question(
        about=found.about, layer=layer, field="add", versions={}
    )
    return decision_on(asked, found.decision, reason="type", by="j", value=found.value)
