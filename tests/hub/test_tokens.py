"""The rows of ``tokens``: both views, three layers, and every mention to be had back."""

from collections import Counter

import pytest
from hypothesis import given

from five_articles import FIVE
from khabar.formats.parquet.shapes import Items, Label, article_shape
from khabar.hub import configurations
from khabar.hub.tokens import CUT, LAYERS, cut_at, iob, tagged, tokens
from khabar.model import SCHEMA, Article, Mention, Span
from khabar.store import read_articles
from strategies import articles


def made(text: str, *mentions: tuple[str, str] | tuple[str, str, str]) -> Article:
    """An article whose mentions are told as type and the words of each part."""
    found = []
    for number, (kind, *parts) in enumerate(mentions, 1):
        spans = [
            Span(start=text.index(one), end=text.index(one) + len(one), text=one) for one in parts
        ]
        found.append(Mention(id=f"m{number}", type=kind, spans=tuple(spans)))
    return Article(
        schema=SCHEMA, id="abc", language="ar", text=text, status="annotated", mentions=tuple(found)
    )


def row(article: Article) -> dict[str, object]:
    (only,) = tokens(article)
    return only


def parts(article: Article) -> Counter[tuple[str, int, int]]:
    return Counter((m.type, s.start, s.end) for m in article.mentions for s in m.spans)


def told_back(one: dict[str, object]) -> Counter[tuple[str, int, int]]:
    """The parts of all mentions, from the cut view and what is listed beside it."""
    listed = Counter((m["type"], s.start, s.end) for m in one["untagged"] for s in m["spans"])
    return Counter(tagged(one)) + listed


def test_a_proclitic_is_in_the_word_and_outside_the_mention() -> None:
    one = row(made("قال وروسيا نعم", ("GPE", "روسيا")))
    assert one["tokens"] == ["قال", "وروسيا", "نعم"]
    assert one["ner_tags"] == ["O", "B-GPE", "O"]
    assert one["cut_tokens"] == ["قال", "و", "روسيا", "نعم"]
    assert one["cut_ner_tags"] == ["O", "O", "B-GPE", "O"]
    assert (one["cut_starts"], one["cut_ends"]) == ([0, 4, 5, 11], [3, 5, 10, 14])


def test_an_enclitic_is_cut_off_as_well() -> None:
    one = row(made("قالت وزيرها نعم", ("ROLE", "وزير"), ("PER", "ها")))
    assert one["cut_tokens"] == ["قالت", "وزير", "ها", "نعم"]
    assert one["cut_ner_tags"] == ["O", "B-ROLE", "B-PER", "O"]
    assert (one["ner_tags"][1], one["ner_tags_2"][1]) == ("B-ROLE", "B-PER")  # share a word


def test_nested_mentions_stand_in_layers_the_outer_first() -> None:
    text = "زار وزير خارجية دولة تلمارة المدينة"
    article = made(
        text, ("GPE", "تلمارة"), ("ORG", "خارجية دولة تلمارة"), ("ROLE", "وزير خارجية دولة تلمارة")
    )
    one = row(article)
    assert one["ner_tags"] == ["O", "B-ROLE", "I-ROLE", "I-ROLE", "I-ROLE", "O"]
    assert one["ner_tags_2"] == ["O", "O", "B-ORG", "I-ORG", "I-ORG", "O"]
    assert one["ner_tags_3"] == ["O", "O", "O", "O", "B-GPE", "O"]
    assert one["untagged"] == one["discontinuous"] == []


def test_neighbors_of_one_type_are_two() -> None:
    one = row(made("سلمى الحداد", ("PER", "سلمى"), ("PER", "الحداد")))
    assert one["ner_tags"] == ["B-PER", "B-PER"]


def test_a_mention_of_several_parts_is_tagged_part_by_part_and_listed() -> None:
    article = made("محافظتي الساحل والجبل", ("GPE", "محافظتي", "الجبل"))
    one = row(article)
    assert one["cut_ner_tags"] == ["B-GPE", "O", "O", "B-GPE"]
    (listed,) = one["discontinuous"]
    assert (listed["mention"], listed["spans"]) == ("m1", article.mentions[0].spans)
    assert one["untagged"] == []


@pytest.mark.parametrize(
    "mentions, left",
    [
        ([("PER", "ب ج د"), ("ORG", "ج د ه"), ("LOC", "د")], []),  # crossing: another layer
        ([("PER", "ا ب ج"), ("ORG", "ب ج د"), ("LOC", "ج د ه"), ("FAC", "ج")], ["m4"]),
    ],
)
def test_what_has_no_room_is_listed(mentions: list[tuple[str, str]], left: list[str]) -> None:
    one = row(made("ا ب ج د ه", *mentions))
    assert [listed["mention"] for listed in one["untagged"]] == left


def test_nobody_looked_at_a_raw_article() -> None:
    raw = Article(schema=SCHEMA, id="abc", language="ar", text="قالت سلمى", status="raw")
    assert list(tokens(raw)) == []
    done = Article(schema=SCHEMA, id="abc", language="ar", text="قالت سلمى", status="annotated")
    assert row(done)["ner_tags"] == ["O", "O"]


def test_every_mention_of_five_articles_comes_back() -> None:
    for article in read_articles(FIVE):
        one = row(article)
        assert told_back(one) == parts(article)
        assert one["untagged"] == []


@given(articles())
def test_every_mention_comes_back(article: Article) -> None:
    for one in tokens(article):
        assert told_back(one) == parts(article)
        for prefix in ("", CUT):
            bounds = list(zip(one[f"{prefix}starts"], one[f"{prefix}ends"], strict=True))
            assert [article.text[start:end] for start, end in bounds] == one[f"{prefix}tokens"]
            assert bounds == sorted(bounds)
            assert all(len(one[f"{prefix}{name}"]) == len(bounds) for name in LAYERS)
        assert "".join(one["tokens"]) == "".join(one["cut_tokens"])


def test_labels_of_tags_grow_at_the_end_only() -> None:
    types = article_shape().record("mentions").fields["type"].names
    (config,) = [one for one in configurations() if one.name == "tokens"]
    shapes = {name: shape for name, shape, _ in config.columns}
    for name in (*LAYERS, *(CUT + one for one in LAYERS)):
        assert shapes[name] == Items(Label(iob(types)), filled=True)
    assert iob([*types, "NEW"])[: len(iob(types))] == iob(types)


def test_cuts_fall_only_inside() -> None:
    assert cut_at([(2, 6), (8, 9)], [0, 2, 3, 5, 6, 7, 8, 9, 99]) == [
        (2, 3),
        (3, 5),
        (5, 6),
        (8, 9),
    ]
    assert cut_at([], [1]) == []
