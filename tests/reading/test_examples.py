"""Examples for tokenizers: every mention is where it was, whatever the tokenizer cuts."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from five_articles import FIVE
from khabar.model import SCHEMA, Article, Mention, Span
from khabar.problem import KhabarError
from khabar.reading import TokenExamples, load
from khabar.reading.examples import IGNORED, Marked
from strategies import articles

tokenizers = pytest.importorskip("tokenizers", reason="the test group has it")
LAYERS = 3


def letters() -> Any:
    """A tokenizer for which every character is a piece."""
    split = tokenizers.pre_tokenizers.Split(tokenizers.Regex(r"[\s\S]"), "isolated")
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel({"?": 0}, unk_token="?"))
    tokenizer.pre_tokenizer = split
    return tokenizer


def pieces(*, bytes_: bool = False, marked: bool = False) -> Any:
    """Word pieces, or byte pairs, learned from five articles."""
    texts = [one.text for one in load(FIVE)]
    if bytes_:
        tokenizer = tokenizers.Tokenizer(tokenizers.models.BPE())
        tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(trim_offsets=False)
        trainer = tokenizers.trainers.BpeTrainer(
            vocab_size=1500,
            show_progress=False,
            initial_alphabet=tokenizers.pre_tokenizers.ByteLevel.alphabet(),
        )
    else:
        tokenizer = tokenizers.Tokenizer(tokenizers.models.WordPiece(unk_token="[UNK]"))
        tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.BertPreTokenizer()
        trainer = tokenizers.trainers.WordPieceTrainer(
            vocab_size=1500, show_progress=False, special_tokens=["[UNK]", "[CLS]", "[SEP]"]
        )
    tokenizer.train_from_iterator(texts, trainer)
    if marked:
        tokenizer.post_processor = tokenizers.processors.TemplateProcessing(
            single="[CLS] $A [SEP]",
            special_tokens=[(one, tokenizer.token_to_id(one)) for one in ("[CLS]", "[SEP]")],
        )
    return tokenizer


def article(text: str, *parts: tuple[str, int, int]) -> Article:
    mentions = [
        Mention(id=f"m{at}", type=kind, spans=(Span(start=start, end=end, text=text[start:end]),))
        for at, (kind, start, end) in enumerate(parts, 1)
    ]
    return Article(
        schema=SCHEMA, id="abc", language="ar", text=text, status="raw", mentions=tuple(mentions)
    )


def gold(one: Article, layers: int) -> list[set[Marked]]:
    """The parts of mentions that fit into each layer, without the blanks at their edges."""
    found: list[list[Marked]] = [[] for _ in range(layers)]
    for mention in sorted(one.mentions, key=lambda it: (it.spans[0].start, -it.spans[-1].end)):
        parts = [_bare(one.text, mention.type, span.start, span.end) for span in mention.spans]
        parts = [part for part in parts if part.start < part.end]
        for layer in found:
            if all(a.end <= b.start or b.end <= a.start for a in parts for b in layer):
                layer.extend(parts)
                break
    return [set(layer) for layer in found]


def _bare(text: str, kind: str, start: int, end: int) -> Marked:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Marked(kind, start, end)


@settings(max_examples=60)
@given(articles())
def test_every_mention_comes_back_from_the_tags(one: Article) -> None:
    maker = TokenExamples(letters(), layers=LAYERS)
    (example,) = maker.of([one])
    assert (example.first, example.last) == (True, True)
    found = [set(maker.mentions(example, tags)) for tags in example.labels]
    assert found == gold(one, LAYERS)
    assert {len(column) for column in (example.input_ids, example.offsets, *example.labels)} == {
        len(example.attention_mask)
    }


@settings(max_examples=60)
@given(articles(), st.integers(2, 30), st.data())
def test_examples_of_a_stretch_say_nothing_wrong(
    one: Article, size: int, data: st.DataObject
) -> None:
    """What fits into the part that examples repeat stands whole in one; what is cut, in none."""
    stride = data.draw(st.integers(0, size - 1))
    maker = TokenExamples(letters(), max_length=size, stride=stride)
    examples = list(maker.of([one]))
    found = {mark for example in examples for mark in maker.mentions(example, example.labels[0])}
    (wanted,) = gold(one, 1)
    assert found <= wanted
    assert {mark for mark in wanted if mark.end - mark.start <= stride} <= found
    assert all(len(example.input_ids) <= size for example in examples)
    assert [example.first for example in examples].count(True) == 1
    assert examples[-1].last


@pytest.mark.parametrize("bytes_", [False, True])
def test_articles_with_pieces_of_words(bytes_: bool) -> None:
    maker = TokenExamples(pieces(bytes_=bytes_))
    for one in load(FIVE):
        (example,) = maker.of([one])
        found = maker.mentions(example, example.labels[0])
        wanted = sorted(gold(one, 1)[0], key=lambda mark: mark.start)
        assert len(found) == len(wanted)
        exact = sum(a == b for a, b in zip(found, wanted, strict=True))
        assert exact / len(wanted) > 0.8
        for mark in set(found) - set(wanted):
            assert any(
                mark.type == other.type and mark.start < other.end and other.start < mark.end
                for other in wanted
            )


def test_a_proclitic_is_outside_or_taken_in() -> None:
    one = article("زار وزير وروسيا ولبنان", ("GPE", 10, 15), ("GPE", 17, 22))
    for proclitic, starts in ((False, [10, 17]), (True, [9, 16])):
        maker = TokenExamples(letters(), proclitic=proclitic)
        (example,) = maker.of([one])
        assert [mark.start for mark in maker.mentions(example, example.labels[0])] == starts


def test_a_word_that_is_no_proclitic_is_not_taken_in() -> None:
    one = article("الروسية", ("NORP", 2, 7))
    maker = TokenExamples(letters(), proclitic=True)
    (example,) = maker.of([one])
    assert maker.mentions(example, example.labels[0]) == [Marked("NORP", 2, 7)]


def test_layers_and_types() -> None:
    text = "وزير خارجية روسيا"
    one = article(text, ("ROLE", 0, 17), ("ORG", 5, 17), ("GPE", 12, 17))
    maker = TokenExamples(letters(), layers=3)
    (example,) = maker.of([one])
    assert [maker.mentions(example, tags)[0].type for tags in example.labels] == [
        "ROLE", "ORG", "GPE",
    ]  # fmt: skip
    assert list(example.to_dict()) == [
        "input_ids", "attention_mask", "labels", "labels_2", "labels_3",
    ]  # fmt: skip
    few = TokenExamples(letters(), types=["GPE", "PER"])
    assert few.tags == ("O", "B-GPE", "I-GPE", "B-PER", "I-PER")
    assert few.id2label[few.label2id["B-PER"]] == "B-PER"
    (example,) = few.of([one])
    assert few.mentions(example, example.labels[0]) == [Marked("GPE", 12, 17)]


def test_special_pieces_are_not_learned_from() -> None:
    maker = TokenExamples(pieces(marked=True), max_length=32, stride=8)
    (one,) = list(load(FIVE))[:1]
    for example in maker.of([one]):
        assert (example.labels[0][0], example.labels[0][-1]) == (IGNORED, IGNORED)
        assert len(example.input_ids) <= 32


def test_the_tokenizer_is_left_as_it_was() -> None:
    tokenizer = pieces()
    tokenizer.enable_truncation(7)
    tokenizer.enable_padding(length=9)
    before = tokenizer.to_str()
    (one,) = list(load(FIVE))[:1]
    (example,) = TokenExamples(tokenizer).of([one])
    assert len(example.input_ids) > 9
    assert tokenizer.to_str() == before


def test_tokenizers_of_transformers_give_the_same() -> None:
    transformers = pytest.importorskip("transformers", reason="not among the test dependencies")
    own = pieces(marked=True)
    fast = transformers.PreTrainedTokenizerFast(
        tokenizer_object=own, cls_token="[CLS]", sep_token="[SEP]"
    )
    for options in ({}, {"max_length": 40, "stride": 10}):
        found = list(TokenExamples(fast, **options).of(load(FIVE)))
        assert found == list(TokenExamples(own, **options).of(load(FIVE)))


def _tags(of: TokenExamples) -> None:
    (example,) = of.of([article("خبر")])
    of.mentions(example, [0])


@pytest.mark.parametrize(
    "wrong, said",
    [
        (lambda: TokenExamples(str), "tells no offsets"),
        (lambda: TokenExamples(letters(), layers=4), "layers are 1 to 3, not 4"),
        (lambda: TokenExamples(letters(), types=["CAR"]), "no type of mention 'CAR'"),
        (lambda: TokenExamples(letters(), max_length=8, stride=8), "a stride of 8 does not fit"),
        (lambda: TokenExamples(pieces(marked=True), max_length=8, stride=6), "cannot repeat 6"),
        (lambda: TokenExamples(pieces(marked=True), max_length=2), "cannot repeat 0"),
        (lambda: _tags(TokenExamples(letters())), "1 tags for 3 pieces"),
    ],
)
def test_what_makes_no_sense(wrong: Callable[[], object], said: str) -> None:
    with pytest.raises(KhabarError, match=said):
        wrong()
