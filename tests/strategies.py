"""Hypothesis strategies for articles: hard Arabic text, and every way of annotating it."""

import string

from hypothesis import strategies as st

from khabar.model import (
    SCHEMA,
    Article,
    Entity,
    Mention,
    Origin,
    Publication,
    Quote,
    Relay,
    Span,
    Stance,
    Target,
)
from khabar.schema import labels
from khabar.store import canonical

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئىة"
MARKS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"
HARD = "ـیکۀﻻ\u200c\u200d\u200f\u202b\u202c\u2066\u2069\ufeff\u00a0\u2028\t٠١۲3😀👨‍👩‍👧🇸🇦𐤊𞸀é"
SIGNS = "،؛؟.:!«»“”\"'()-–…&<>{}\\/$"

_plain = st.sampled_from(LETTERS)
_char = st.one_of(
    _plain,
    _plain,
    _plain,
    st.just(" "),
    st.sampled_from(MARKS),
    st.sampled_from(SIGNS + "\n"),
    st.sampled_from(HARD),
    st.sampled_from(string.ascii_letters),
)


def texts(
    max_size: int = 80, *, alphabet: st.SearchStrategy[str] = _char
) -> st.SearchStrategy[str]:
    """Arabic text with marks, Persian letters, joiners, bidi marks, emoji and astral letters."""
    return st.text(alphabet, min_size=1, max_size=max_size)


_words = st.text(_plain, min_size=1, max_size=8)
_notes = st.none() | texts(12)
_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts(6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_words, inner, max_size=3),
    max_leaves=6,
)
extras = st.none() | st.dictionaries(_words, _json, max_size=3)
origins = st.none() | st.builds(
    Origin,
    kind=st.sampled_from(["human", "model", "rule", "import"]),
    name=st.none() | _words,
    version=st.none() | _words,
    score=st.none() | st.floats(0, 1),
    edited_by=st.none() | _words,
)


@st.composite
def spans(draw: st.DrawFn, text: str, most: int = 2) -> tuple[Span, ...]:
    """One to `most` ordered, disjoint spans of a text."""
    count = draw(st.integers(1, max(1, min(most, len(text) // 2))))
    cuts = draw(
        st.lists(st.integers(0, len(text)), min_size=2 * count, max_size=2 * count, unique=True)
    )
    cuts.sort()
    return tuple(
        Span(start=start, end=end, text=text[start:end])
        for start, end in zip(cuts[::2], cuts[1::2], strict=True)
    )


def _ids(draw: st.DrawFn, letter: str, most: int) -> list[str]:
    numbers = draw(st.lists(st.integers(1, 99), max_size=most, unique=True))
    return [f"{letter}{number}" for number in numbers]


def _some(names: list[str]) -> st.SearchStrategy[str | None]:
    return st.sampled_from([None, *names])


def _subset(names: list[str]) -> st.SearchStrategy[tuple[str, ...] | None]:
    if not names:
        return st.none()
    return st.none() | st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True).map(
        tuple
    )


def _codes(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from(list(labels(name)))


def _common() -> dict[str, st.SearchStrategy[object]]:
    return {"origin": origins, "note": _notes, "extra": extras}


@st.composite
def articles(draw: st.DrawFn, *, text: st.SearchStrategy[str] | None = None) -> Article:
    """Schema-valid articles with unique ids, references that resolve and spans that fit."""
    words = draw(text if text is not None else texts())
    if len(words) < 2:
        words += "خبر"
    entities, quotes = _ids(draw, "e", 4), _ids(draw, "q", 4)
    article = Article(
        schema=SCHEMA,
        id=draw(st.from_regex(r"[a-z0-9][a-z0-9-]{2,20}", fullmatch=True)),
        language=draw(st.sampled_from(["ar", "ar-EG", "und"])),
        title=draw(st.none() | texts(20)),
        text=words,
        publication=draw(st.none() | _publications()),
        keywords=tuple(draw(st.lists(texts(8), max_size=3))),
        mentions=tuple(draw(_mention(one, words, entities)) for one in _ids(draw, "m", 6)),
        entities=tuple(draw(_entity(one, entities)) for one in entities),
        quotes=tuple(draw(_quote(one, words, entities, quotes)) for one in quotes),
        stances=tuple(draw(_stance(one, words, entities, quotes)) for one in _ids(draw, "s", 3)),
        topics=tuple(draw(st.lists(_codes("topics"), max_size=3, unique=True))),
        status=draw(st.sampled_from(["raw", "prelabelled", "annotated", "adjudicated"])),
        origin=draw(origins),
        extra=draw(extras),
    )
    return canonical(article)


def _publications() -> st.SearchStrategy[Publication]:
    dates = st.sampled_from(
        [None, "2031-03-09", "2031-03-09T10:20:30.5+03:00", "2031-03-09T10:20Z"]
    )
    return st.builds(
        Publication,
        publisher=_notes,
        url=_notes,
        author=_notes,
        published=dates,
        retrieved=dates,
        license=st.none() | st.just("CC-BY-4.0"),
        note=_notes,
    )


def _mention(one: str, text: str, entities: list[str]) -> st.SearchStrategy[Mention]:
    return st.builds(
        Mention,
        id=st.just(one),
        type=_codes("mention-types"),
        level=st.none() | _codes("levels"),
        spans=spans(text),
        entity=_some(entities),
        metonym=st.booleans(),
        **_common(),
    )


def _entity(one: str, entities: list[str]) -> st.SearchStrategy[Entity]:
    return st.builds(
        Entity,
        id=st.just(one),
        type=_codes("entity-types"),
        name=texts(12),
        qid=st.none() | st.integers(1, 10**8).map("Q{}".format),
        gender=st.sampled_from([None, "masculine", "feminine"]),
        number=st.sampled_from([None, "singular", "dual", "plural"]),
        members=_subset(entities),
        **_common(),
    )


def _quote(one: str, text: str, entities: list[str], quotes: list[str]) -> st.SearchStrategy[Quote]:
    maybe = st.none() | spans(text)
    relay = st.builds(
        Relay, relay=_some(entities), cue=maybe, source=maybe, implicit=st.booleans()
    ).filter(lambda relay: relay != Relay())
    return st.builds(
        Quote,
        id=st.just(one),
        type=st.none() | _codes("quote-types"),
        content=spans(text),
        cue=maybe,
        source=maybe,
        speaker=_some(entities),
        addressee=_some(entities),
        chain=st.none() | st.lists(relay, min_size=1, max_size=3).map(tuple),
        parent=_some(quotes),
        same_as=_some(quotes),
        polarity=_codes("polarities"),
        **_common(),
    )


def _stance(
    one: str, text: str, entities: list[str], quotes: list[str]
) -> st.SearchStrategy[Stance]:
    targets: list[st.SearchStrategy[Target]] = [
        st.builds(Target, topic=_codes("topics")),
        st.builds(Target, claim=texts(12)),
        st.builds(Target, spans=spans(text)),
    ]
    if entities:
        targets.append(st.builds(Target, entity=st.sampled_from(entities)))
    return st.builds(
        Stance,
        id=st.just(one),
        holder=st.sampled_from(["article", *entities]),
        target=st.one_of(targets),
        label=_codes("stances"),
        basis=st.none() | _codes("bases"),
        quotes=_subset(quotes),
        spans=st.none() | spans(text),
        asserted_by=_some(entities),
        **_common(),
    )
