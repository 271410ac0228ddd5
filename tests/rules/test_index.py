"""The shared views of an article answer as the long way round does."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import strategies
from khabar.model import SCHEMA, Article, annotations
from khabar.rules import _index as index_module
from khabar.rules._index import Index
from khabar.rules._marks import matched
from khabar.rules._names import key
from khabar.rules._scan import has, places
from khabar.text import fold


def _article(text: str) -> Index:
    return Index(Article(schema=SCHEMA, id="abc", language="ar", text=text, status="raw"))


@given(strategies.articles())
def test_views_equal_the_long_way(article: Article) -> None:
    index = Index(article)
    assert index.surfaces == [" ".join(s.text for s in one.spans) for one in article.mentions]
    assert index.keys == [fold(words) for words in index.surfaces]
    assert index.entity_keys == [fold(one.name) for one in article.entities]
    linked = {
        one.entity: [
            (at, other) for at, other in enumerate(article.mentions) if other.entity == one.entity
        ]
        for one in article.mentions
        if one.entity is not None
    }
    assert index.mentions == linked
    assert list(index.mentions) == list(linked)
    assert index.with_origin == [one for one in annotations(article) if one[1].origin is not None]


@given(strategies.articles())
def test_parts_of_quotes_are_all_spans_in_order(article: Article) -> None:
    index = Index(article)
    for quote, parts in zip(article.quotes, index.quote_parts, strict=True):
        spans = [("content", quote.content), ("cue", quote.cue), ("source", quote.source)]
        for step, relay in enumerate(quote.chain or ()):
            spans += [(f"chain/{step}/cue", relay.cue), (f"chain/{step}/source", relay.source)]
        assert parts == sorted(
            (one.start, one.end, field) for field, group in spans for one in group or ()
        )


@given(strategies.articles())
def test_edges_are_found_as_span_by_span(article: Article) -> None:
    index = Index(article)
    fitting = [at for at in range(len(index.spans)) if at not in index.misfits]
    marks = "«»\"'“”„‟‘’‚‛‹›"
    odd = [
        at
        for at in fitting
        if any(
            not char.isalnum() and char not in marks
            for char in (index.spans[at].text[0], index.spans[at].text[-1])
        )
    ]
    assert index.odd_edges == odd


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1234567", True),
        ("123456", False),
        ("(021) 34.56-7", True),
        ("12 و 34567", False),
        ("رقم ١٢", True),
        ("رقم ۱۲", True),
        ("１２３４５６７", True),
        ("१२३४५६७", True),
        ("߁߂߃߄߅߆߇", True),
        ("𞥑𞥒𞥓𞥔𞥕𞥖𞥗", True),
        ("لا رقم هنا، ولا «عدد»", False),
    ],
)
def test_seven_digits_in_a_row_are_seen(text: str, found: bool) -> None:
    assert _article(text).long_number is found


@given(st.text(max_size=12), st.text(st.characters(categories=["Nd"]), min_size=7, max_size=9))
def test_no_script_hides_its_digits(text: str, digits: str) -> None:
    long = re.search(r"\d(?:[ .()-]?\d){6}", text + digits)
    assert _article(text + digits).long_number or not long


@given(st.text('«»“”„‹›"\n ab.', max_size=30))
def test_every_mark_is_paired_or_alone(text: str) -> None:
    found = matched(text)
    paired = [at for one in (*found.pairs, *found.reversed) for at in (one.start, one.end - 1)]
    assert sorted((*paired, *found.alone)) == [
        at for at, char in enumerate(text) if char in '«»“”„‹›"'
    ]
    assert not any("\n" in text[one.start : one.end] for one in (*found.pairs, *found.reversed))


def test_a_text_has_words_and_places() -> None:
    assert has("نعم، غدا", ("؟", "،"))
    assert not has("نعم", ("؟", "لا"))
    assert places("aXbXX", "X") == [1, 3, 4]
    assert places("ab", "X") == []


@given(strategies.texts())
def test_keys_are_folded_words(text: str) -> None:
    assert key(text) == fold(text)


def test_a_fact_is_worked_out_once() -> None:
    index = _article("نص")
    assert index.encoded is index.encoded


def test_answers_kept_with_an_index_have_names_of_their_own() -> None:
    room = Path(index_module.__file__).parent
    kept = {
        name
        for file in room.glob("*.py")
        for name in re.findall(r'\bonce\(\s*index,\s*"(\w+)"', file.read_text(encoding="utf-8"))
    }
    assert {"said", "names"} <= kept
    assert not [name for name in kept if hasattr(Index, name)]
