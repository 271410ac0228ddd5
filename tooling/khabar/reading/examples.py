"""Articles as examples for token classification, for the tokenizer of a model.

Tokenizers cut words in pieces of their own; each piece says which characters it stands for, and by
these the mentions are laid over the pieces as IOB2 tags. Works with every tokenizer of the library
``tokenizers`` and every "fast" one of ``transformers``; neither is imported here.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from msgspec import Struct

from khabar.hub.tokens import OUTSIDE, iob
from khabar.model import Article, Mention, Span
from khabar.problem import KhabarError
from khabar.schema import labels
from khabar.text import is_proclitic, proclitic

IGNORED = -100
"""The label of pieces that are not learned from: what PyTorch's loss leaves out."""

Bounds = tuple[int, int]


class Example(Struct, frozen=True, kw_only=True):
    """One stretch of an article in pieces; lists are of one length.

    Attributes:
        article: its id.
        input_ids: numbers of the pieces.
        attention_mask: 1 for each; padding is left to the collator.
        offsets: start and end in the article's text, in code points, without the blanks that some
            tokenizers count in; equal where a piece stands for no words, as those do that mark
            the beginning of a text.
        labels: for each layer the number of each piece's tag, or `IGNORED`.
        first: whether the article begins with it.
        last: whether the article ends with it.
    """

    article: str
    input_ids: list[int]
    attention_mask: list[int]
    offsets: list[Bounds]
    labels: list[list[int]]
    first: bool
    last: bool

    def to_dict(self) -> dict[str, list[int]]:
        """What a model takes: ``labels``, and ``labels_2`` and on for further layers."""
        names = ["labels", *(f"labels_{at}" for at in range(2, len(self.labels) + 1))]
        return {
            "input_ids": self.input_ids,
            "attention_mask": self.attention_mask,
            **dict(zip(names, self.labels, strict=True)),
        }


class _Piece(NamedTuple):
    """A stretch of text in pieces, as a tokenizer gives it."""

    ids: list[int]
    offsets: list[Bounds]
    special: list[int]


class Marked(NamedTuple):
    """A mention that tags say: its type, and where it is in the article's text, in code points."""

    type: str
    start: int
    end: int


class TokenExamples:
    """Makes examples for a tokenizer, and mentions of what a model answers.

    Args:
        tokenizer: a ``tokenizers.Tokenizer`` or a fast tokenizer of ``transformers``; it is not
            changed.
        layers: how many layers of nested mentions, outermost first: 1 to 3.
        proclitic: whether a mention takes in the letters written onto it (و of وروسيا), as most
            Arabic corpora have it; otherwise a piece of its own before it is outside.
        max_length: pieces of an example at most; None for whole articles.
        stride: how many pieces an example repeats of the one before.
        types: the types of mentions that count; all when None.

    Attributes:
        tags: the tags by their numbers: ``O``, ``B-PER``, ``I-PER`` …

    Raises:
        KhabarError: if the tokenizer tells no offsets, or a number or type makes no sense.
    """

    def __init__(
        self,
        tokenizer: Any,  # noqa: ANN401 - of libraries that are not ours to import
        *,
        layers: int = 1,
        proclitic: bool = False,
        max_length: int | None = None,
        stride: int = 0,
        types: Sequence[str] | None = None,
    ) -> None:
        known = tuple(labels("mention-types"))
        self._types = tuple(types) if types is not None else known
        if unknown := [one for one in self._types if one not in known]:
            raise KhabarError(f"there is no type of mention {unknown[0]!r}: {', '.join(known)}")
        if not 1 <= layers <= 3:
            raise KhabarError(f"layers are 1 to 3, not {layers}")
        if max_length is not None and not 0 <= stride < max_length:
            raise KhabarError(f"a stride of {stride} does not fit in {max_length} pieces")
        self.tags = iob(self._types)
        self._numbers = {tag: number for number, tag in enumerate(self.tags)}
        self._layers, self._proclitic = layers, proclitic
        self._cut = _cutter(tokenizer, max_length, stride)

    @property
    def id2label(self) -> dict[int, str]:
        """What the configuration of a model of ``transformers`` is told."""
        return dict(enumerate(self.tags))

    @property
    def label2id(self) -> dict[str, int]:
        """The other way round."""
        return dict(self._numbers)

    def of(self, articles: Iterable[Article]) -> Iterator[Example]:
        """Yield the examples of articles, in their order.

        A mention that the edge of an example cuts is not learned from there: its pieces are
        `IGNORED`; with a stride as long as mentions are, it stands whole in the next example.
        """
        for article in articles:
            layers = self._layered(article)
            stretches = self._cut(article.text)
            for number, stretch in enumerate(stretches):
                first, last = number == 0, number == len(stretches) - 1
                piece = stretch._replace(
                    offsets=[_trimmed(article.text, bounds) for bounds in stretch.offsets]
                )
                edges = _edges(article.text, piece, first=first, last=last)
                yield Example(
                    article=article.id,
                    input_ids=piece.ids,
                    attention_mask=[1] * len(piece.ids),
                    offsets=piece.offsets,
                    labels=[self._tagged(piece, layer, edges) for layer in layers],
                    first=first,
                    last=last,
                )

    def mentions(self, example: Example, tags: Sequence[int]) -> list[Marked]:
        """The mentions that the tags of a layer say, such as those of a model.

        A mention that begins with an ``I-`` is one, too.

        Args:
            example: the example.
            tags: the number of each piece's tag; a piece that is `IGNORED` is outside, one that
                stands for no text does not count.

        Raises:
            KhabarError: if there are not as many tags as pieces.
        """
        if len(tags) != len(example.offsets):
            raise KhabarError(
                f"{example.article}: {len(tags)} tags for {len(example.offsets)} pieces"
            )
        found: list[Marked] = []
        running = ""
        for tag, (start, end) in zip(tags, example.offsets, strict=True):
            place, _, kind = (self.tags[tag] if tag != IGNORED else OUTSIDE).partition("-")
            if start == end:
                continue
            if place == "I" and kind == running:
                found[-1] = found[-1]._replace(end=end)
            elif place in ("B", "I"):
                found.append(Marked(kind, start, end))
            running = kind
        return found

    def _layered(self, article: Article) -> list[list[Marked]]:
        """The parts of mentions in layers, the outer before the inner; no two of one share text."""
        found: list[list[Marked]] = [[] for _ in range(self._layers)]
        for one in sorted(article.mentions, key=_outer_first):
            if one.type in self._types:
                parts = self._parts(article.text, one)
                for layer in found:
                    if not any(_overlap(part, other) for part in parts for other in layer):
                        layer.extend(parts)
                        break
        return [sorted(layer, key=lambda part: part.start) for layer in found]

    def _parts(self, text: str, one: Mention) -> list[Marked]:
        """The parts of a mention without blanks at their edges; those of words."""
        found = (_trimmed(text, self._bounds(text, span)) for span in one.spans)
        return [Marked(one.type, start, end) for start, end in found if start < end]

    def _bounds(self, text: str, span: Span) -> Bounds:
        """The bounds of a part; with the letters that are written onto it, if they are to count."""
        before = proclitic(text, span.start) if self._proclitic else ""
        return span.start - (len(before) if is_proclitic(before) else 0), span.end

    def _tagged(self, piece: _Piece, layer: Sequence[Marked], edges: Bounds) -> list[int]:
        """The number of each piece's tag."""
        starts = [one.start for one in layer]
        begun: set[Marked] = set()
        found = []
        for (start, end), special in zip(piece.offsets, piece.special, strict=True):
            if special or start == end:
                found.append(IGNORED)
                continue
            one = _at(layer, starts, start, end)
            if one is None:
                found.append(self._numbers[OUTSIDE])
            elif one.start < edges[0] or one.end > edges[1]:
                found.append(IGNORED)
            else:
                found.append(self._numbers[f"{'I' if one in begun else 'B'}-{one.type}"])
                begun.add(one)
        return found


def _outer_first(one: Mention) -> Bounds:
    return one.spans[0].start, -one.spans[-1].end


def _overlap(one: Marked, other: Marked) -> bool:
    return one.start < other.end and other.start < one.end


def _trimmed(text: str, bounds: Bounds) -> Bounds:
    """The bounds of a piece without blanks at its edges, which some tokenizers count in."""
    start, end = bounds
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _at(layer: Sequence[Marked], starts: Sequence[int], start: int, end: int) -> Marked | None:
    """The part that a piece begins in, else the first that it reaches into."""
    at = bisect_right(starts, start)
    if at and layer[at - 1].end > start:
        return layer[at - 1]
    return layer[at] if at < len(layer) and layer[at].start < end else None


def _edges(text: str, piece: _Piece, *, first: bool, last: bool) -> Bounds:
    """The part of a text that an example shows whole."""
    shown = [bounds for bounds in piece.offsets if bounds[0] < bounds[1]]
    if not shown:
        return 0, len(text)
    return 0 if first else shown[0][0], len(text) if last else shown[-1][1]


def _cutter(tokenizer: Any, size: int | None, stride: int) -> Callable[[str], list[_Piece]]:  # noqa: ANN401 - as above
    """How a tokenizer cuts a text in stretches of pieces.

    Raises:
        KhabarError: if it tells no offsets, or stretches are too short for it.
    """
    if hasattr(tokenizer, "to_str") and hasattr(tokenizer, "enable_truncation"):
        return _of_tokenizers(tokenizer, size, stride)
    if getattr(tokenizer, "is_fast", False):
        return _of_transformers(tokenizer, size, stride)
    raise KhabarError(
        f"{type(tokenizer).__name__} tells no offsets of its pieces; take a "
        "tokenizers.Tokenizer, or a fast tokenizer of transformers (use_fast=True)"
    )


def _refuse_short(size: int | None, stride: int, special: int) -> None:
    if size is not None and size - special <= stride:
        raise KhabarError(
            f"examples of {size} pieces, {special} of them special, cannot repeat {stride}"
        )


def _of_tokenizers(tokenizer: Any, size: int | None, stride: int) -> Callable[[str], list[_Piece]]:  # noqa: ANN401 - as above
    own = type(tokenizer).from_str(tokenizer.to_str())
    own.no_padding()
    own.no_truncation()
    if size is not None:
        _refuse_short(size, stride, own.num_special_tokens_to_add(False))  # noqa: FBT003 - theirs
        own.enable_truncation(size, stride=stride)

    def cut(text: str) -> list[_Piece]:
        found = own.encode(text)
        return [
            _Piece(one.ids, one.offsets, one.special_tokens_mask)
            for one in (found, *found.overflowing)
        ]

    return cut


def _of_transformers(
    tokenizer: Any,  # noqa: ANN401 - as above
    size: int | None,
    stride: int,
) -> Callable[[str], list[_Piece]]:
    options: dict[str, Any] = {"truncation": False}
    if size is not None:
        _refuse_short(size, stride, tokenizer.num_special_tokens_to_add())
        options = {
            "truncation": True,
            "max_length": size,
            "stride": stride,
            "return_overflowing_tokens": True,
        }

    def cut(text: str) -> list[_Piece]:
        found = tokenizer(
            [text],
            padding=False,
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
            verbose=False,
            **options,
        )
        columns = found["input_ids"], found["offset_mapping"], found["special_tokens_mask"]
        return [
            _Piece(ids, [(start, end) for start, end in offsets], special)
            for ids, offsets, special in zip(*columns, strict=True)
        ]

    return cut
