"""What changed between two releases decides the version, and labels are never lost."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from khabar.hub.gate import Placed, Tally, Verdict, compare_articles, refuse_lost_labels
from khabar.hub.manifest import MADE_BY, Manifest
from khabar.hub.notes import notes
from khabar.hub.promises import promises
from khabar.hub.version import LEVELS, last_version, parse_version, raised, tag_of
from khabar.model import SCHEMA, Article, Entity, Mention, Span, Stance, Target
from khabar.problem import KhabarError
from strategies import articles

SPAN = Span(start=0, end=4, text="قالت")
EMPTY = Article(schema=SCHEMA, id="abc", language="ar", text="قالت سلمى نعم", status="raw")
BASE = replace(
    EMPTY,
    mentions=(Mention(id="m1", type="PER", spans=(SPAN,)),),
    entities=(Entity(id="e1", type="PER", name="سلمى"),),
    stances=(Stance(id="s1", holder="article", target=Target(entity="e1"), label="favor"),),
)

Corpus = dict[str, Placed]


def verdict(before: Corpus, after: Corpus) -> Verdict:
    tally = Tally()
    compare_articles(*([one[name] for name in sorted(one)] for one in (before, after)), tally)
    return tally.verdict()


def of(article: Article, split: str = "train") -> Corpus:
    return {article.id: (split, article)}


PLAIN = [
    ("none", "", EMPTY),
    ("major", "texts changed", replace(EMPTY, text="قالت سلمى لا")),
    ("minor", "topics changed", replace(EMPTY, topics=("medtop:11000000",))),
    ("minor", "language changed", replace(EMPTY, language="ar-EG")),
    ("patch", "what is said of the article changed", replace(EMPTY, title="خبر")),
    ("patch", "what is said of the article changed", replace(EMPTY, status="annotated")),
]


@pytest.mark.parametrize(("level", "said", "after"), PLAIN)
def test_each_field_of_an_article_asks_for_its_level(level: str, said: str, after: Article) -> None:
    found = verdict(of(EMPTY), of(after))
    assert (found.level, [one.said for one in found.reasons]) == (level, [said] if said else [])


(MENTION,), (ENTITY,), (STANCE,) = BASE.mentions, BASE.entities, BASE.stances
ANNOTATED: list[tuple[str, str, dict[str, Any]]] = [
    ("minor", "mention added", {"mentions": (MENTION, replace(MENTION, id="m2", type="ORG"))}),
    ("minor", "mention removed", {"mentions": ()}),
    ("minor", "mention moved", {"mentions": (replace(MENTION, spans=(replace(SPAN, end=3),)),)}),
    ("minor", "mention relabelled", {"mentions": (replace(MENTION, type="ROLE"),)}),
    ("minor", "mention relinked", {"mentions": (replace(MENTION, entity="e1"),)}),
    ("minor", "entity edited", {"entities": (replace(ENTITY, qid="Q1"),)}),
    ("minor", "stance relabelled", {"stances": (replace(STANCE, label="against"),)}),
    ("patch", "mention edited", {"mentions": (replace(MENTION, note="؟"),)}),
    ("patch", "entity edited", {"entities": (replace(ENTITY, extra={"a": 1}),)}),
]


@pytest.mark.parametrize(("level", "counted", "fields"), ANNOTATED)
def test_each_change_of_an_annotation_asks_for_its_level(
    level: str, counted: str, fields: dict[str, Any]
) -> None:
    found = verdict(of(BASE), of(replace(BASE, **fields)))
    assert (found.level, found.annotations) == (level, {counted: 1})


def test_another_id_of_an_annotation_is_the_least_change() -> None:
    found = verdict(of(BASE), of(replace(BASE, mentions=(replace(MENTION, id="m7"),))))
    assert (found.level, found.annotations) == ("patch", {})


def test_whole_articles_and_splits() -> None:
    assert verdict({}, of(BASE)).level == "minor"
    assert verdict(of(BASE), {}).level == "major"
    moved = verdict(of(BASE), of(BASE, "test"))
    assert (moved.level, moved.reasons[0].names) == ("major", ("abc",))


@settings(max_examples=30)
@given(articles(), articles())
def test_a_change_back_and_forth_touches_the_same_articles(one: Article, other: Article) -> None:
    there, back = verdict(of(one), of(other)), verdict(of(other), of(one))
    assert (there.level == "none") == (back.level == "none") == (one == other)
    if one.id == other.id:
        assert there.level == back.level


def _removed_mention(article: Article) -> Article:
    return replace(article, mentions=article.mentions[1:])


def _other_type(article: Article) -> Article:
    if not article.mentions:
        return article
    first, *rest = article.mentions
    other = "ORG" if first.type == "PER" else "PER"
    return replace(article, mentions=(replace(first, type=other), *rest))


EDITS: dict[str, tuple[Callable[[Article], Article], str]] = {
    "as it was": (lambda one: one, "none"),
    "text": (lambda one: replace(one, text=one.text + "."), "major"),
    "title": (lambda one: replace(one, title=(one.title or "") + "."), "patch"),
    "keywords": (lambda one: replace(one, keywords=(*one.keywords, "خبر")), "patch"),
    "topics": (lambda one: replace(one, topics=(*one.topics, "medtop:x")), "minor"),
    "mention gone": (_removed_mention, "minor"),
    "mention type": (_other_type, "minor"),
}


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(
            articles(),
            st.sampled_from(["kept", "added", "removed", "moved"]),
            st.sampled_from(sorted(EDITS)),
        ),
        max_size=4,
        unique_by=lambda one: one[0].id,
    )
)
def test_the_highest_of_all_changes_decides(drawn: list[tuple[Article, str, str]]) -> None:
    before: Corpus = {}
    after: Corpus = {}
    levels = ["none"]
    for article, fate, edit in drawn:
        change, level = EDITS[edit]
        edited = change(article)
        if fate != "added":
            before |= of(article)
        if fate != "removed":
            after |= of(edited, "test" if fate == "moved" else "train")
        level = level if edited != article else "none"
        levels.append({"kept": level, "added": "minor"}.get(fate, "major"))
    found = verdict(before, after)
    assert found.level == max(levels, key=LEVELS.index)
    assert {name for one in found.reasons for name in one.names} == {
        article.id
        for (article, fate, edit), level in zip(drawn, levels[1:], strict=True)
        if level != "none"
    }


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (
            ("PER", "ORGANIZATION", "LOC"),
            (
                "ORG (number 1 in a/b@v1.0.0) was renamed to ORGANIZATION; whoever has numbers of "
                "a/b@v1.0.0 would read another label. Keep ORG in its place, add ORGANIZATION at "
                "the end of the list, and relabel the annotations that shall have it"
            ),
        ),
        (
            ("PER", "LOC", "ORG"),
            (
                "number 1 was ORG in a/b@v1.0.0 and is LOC now; whoever has numbers of a/b@v1.0.0 "
                "would read other labels. Put the list back into the order PER, ORG, LOC, with new "
                "labels after them"
            ),
        ),
        (
            ("PER", "LOC"),
            (
                "ORG (number 1 in a/b@v1.0.0) was removed; whoever has numbers of a/b@v1.0.0 would "
                "read other labels. Put ORG back at its place in the list; a label that is in the "
                "list and not used does no harm"
            ),
        ),
        (("FAC", "PER", "ORG", "LOC"), "number 0 was PER in a/b@v1.0.0 and is FAC now"),
        (("PER", "ORG"), "LOC (number 2 in a/b@v1.0.0) was removed"),
    ],
)
def test_lists_of_labels_only_grow(new: tuple[str, ...], said: str) -> None:
    old = {
        "mentions/type": ("PER", "ORG", "LOC"),
        "articles/mentions[].type": ("PER", "ORG", "LOC"),
    }
    with pytest.raises(KhabarError) as raised_error:
        refuse_lost_labels(old, dict.fromkeys(old, new), "a/b@v1.0.0")
    told = str(raised_error.value)
    assert told.startswith("labels of mentions/type (and 1 more): ")
    assert said in told


labels = st.lists(st.sampled_from("ABCDE"), unique=True).map(tuple)


@given(labels, labels)
def test_only_what_begins_with_the_old_list_passes(
    old: tuple[str, ...], new: tuple[str, ...]
) -> None:
    passes = True
    try:
        refuse_lost_labels({"c/type": old}, {"c/type": new}, "v1.0.0")
    except KhabarError:
        passes = False
    assert passes == all(name == other for name, other in zip(old, [*new, *"-----"], strict=False))


CARD = """---
dataset_info:
- config_name: quotes
  features:
  - name: type
    dtype: {class_label: {names: {'0': direct, '1': mixed}}}
  - name: chain
    list:
    - {name: relay, dtype: string}
  - name: tags
    list: {dtype: {class_label: {names: {'0': O}}}}
  - name: ids
    list: string
  - name: target
    struct:
    - {name: topic, dtype: string}
  splits:
  - {name: train, num_examples: 1}
---
# A dataset
"""


def test_a_card_promises_columns_labels_and_splits() -> None:
    assert promises(CARD) == {
        "quotes:train": "split",
        "quotes/type": ("direct", "mixed"),
        "quotes/chain": "list",
        "quotes/chain[].relay": "string",
        "quotes/tags": "list",
        "quotes/tags[]": ("O",),
        "quotes/ids": "list of string",
        "quotes/target": "record",
        "quotes/target.topic": "string",
    }


@pytest.mark.parametrize("card", ["# Words", "---\na: [\n---\n", "---\na: 1\n---\n", ""])
def test_a_card_that_promises_nothing_is_an_error(card: str) -> None:
    with pytest.raises(KhabarError, match="does not say what its columns are"):
        promises(card)


class TestVersions:
    @pytest.mark.parametrize("text", ["1.2", "v1.2.3", "1.2.3-rc1", "01.2.3", "", "1.2.3\n"])
    def test_only_three_numbers_are_one(self, text: str) -> None:
        with pytest.raises(KhabarError, match=r"write three numbers, as 1\.2\.0"):
            parse_version(text)

    @given(st.tuples(*[st.integers(0, 99)] * 3), st.sampled_from(LEVELS[1:]))
    def test_raising_goes_up_and_clears_what_is_lower(
        self, version: tuple[int, int, int], level: str
    ) -> None:
        new = raised(version, level)  # type: ignore[arg-type]
        assert new > version
        assert last_version([tag_of(version), tag_of(new), "main"]) == new
        at = next(at for at in range(3) if new[at] != version[at])
        assert new[at] == version[at] + 1
        assert not any(new[at + 1 :])
        assert at == (1 if version[0] == 0 and level == "major" else 2 - LEVELS.index(level) + 1)

    def test_other_tags_are_not_looked_at(self) -> None:
        assert last_version(["draft", "v1", "1.0.0", "v0.9.1", "v0.10.0", "v2.0.0-rc1"]) == (
            0,
            10,
            0,
        )
        assert last_version([]) is None


def test_notes_say_what_matters_first() -> None:
    before = {name: ("train", replace(BASE, id=name)) for name in ("aaa", "bbb", "ccc")}
    after = before | {
        "aaa": ("train", replace(BASE, id="aaa", mentions=())),
        "bbb": ("test", replace(BASE, id="bbb", title="خبر")),
        **{f"new-{n}": ("train", replace(BASE, id=f"new-{n}")) for n in range(30)},
    }
    manifest = Manifest(
        made_by=MADE_BY,
        schema=SCHEMA,
        versions={},
        articles={"train": 32, "test": 1},
        tables={},
        files={},
    )
    text = notes("v0.2.0", "v0.1.0", verdict(before, after), manifest)
    assert text.startswith(
        "## v0.2.0\n\nMajor since v0.1.0. Not comparable with the release before"
    )
    items = [line for line in text.splitlines() if line.startswith("- ")]
    assert items[0] == "- articles moved to another split (major, 1): `bbb`"
    assert "- annotations changed (minor, 1): `aaa`" in items
    assert items[-1].startswith("- what is said of the article changed (patch, 1)")
    (added,) = [line for line in items if "added" in line]
    assert added.endswith(" and 10 more")
    assert "| mention | 0 | 1 | 0 | 0 | 0 | 0 |" in text
    assert text.endswith("33 articles (32 train, 1 test); khabar/1.0.\n")
