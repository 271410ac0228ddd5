"""Articles as CoNLL: comments, then a token a line, a blank line after each paragraph."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, count
from pathlib import Path

import msgspec

from khabar.formats._format import LossReport
from khabar.formats._losses import Losses
from khabar.formats.conll.tags import DEPTH, OUTSIDE, laid
from khabar.model import Article, Mention
from khabar.store import canonical, replacing, unwritable
from khabar.text import Bounds, cut, words

LOSES = frozenset(
    {"entities", "quotes", "stances"}
    | {f"mentions.{name}" for name in ("level", "entity", "metonym", "origin", "note", "extra")}
)

HEADER = "# global.columns = FORM " + " ".join(f"NER:{layer + 1}" for layer in range(DEPTH))
"""First line of a file, as CoNLL-U Plus has it."""

NEW, MENTION = "newdoc id", "mention"
"""Keys of comments: an article begins; a mention."""

CARRIED = (
    *("schema", "language", "title", "text", "publication", "keywords", "topics"),
    *("status", "origin", "extra"),
)
"""Fields of an article that stand in comments, as JSON."""

_OUTSIDE = f"\t{OUTSIDE}" * DEPTH
_encode = msgspec.json.Encoder(order="deterministic").encode


def write_tagged(articles: Iterable[Article], target: Path, *, cutting: bool) -> LossReport:
    """Write articles one after another.

    Args:
        articles: the articles.
        target: the file.
        cutting: whether words are cut where a mention begins after a proclitic.

    Raises:
        KhabarError: if the file cannot be written.
    """
    written, losses = 0, Losses(LOSES)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with replacing(target) as stream:
            stream.write(f"{HEADER}\n".encode())
            for written, article in enumerate(articles, 1):  # noqa: B007 - returned
                losses.add(article)
                stream.write(_document(canonical(article), cutting=cutting).encode())
    except OSError as error:
        raise unwritable(target, error) from error
    return LossReport(articles=written, losses=losses.told())


def _document(article: Article, *, cutting: bool) -> str:
    text, tokens = article.text, words(article.text)
    if cutting:
        starts = [span.start for one in article.mentions for span in one.spans]
        tokens = cut(text, tokens, starts)
    columns, depths, _ = laid(article.mentions, tokens)
    rows = [text[start:end] + _OUTSIDE for start, end in tokens]
    for at in compress(count(), depths):
        start, end = tokens[at]
        rows[at] = "\t".join((text[start:end], *(column[at] for column in columns)))
    for at in reversed(_paragraphs(text, tokens)):
        rows.insert(at, "")
    about = [*_about(article), *map(_in_full, article.mentions)]
    return "\n".join([*about, *rows]) + "\n\n"


def _paragraphs(text: str, tokens: Sequence[Bounds]) -> list[int]:
    """Before which tokens a line of the text ends, the first token aside."""
    starts = [start for start, _ in tokens]
    ends = (bisect_left(starts, one.start()) for one in re.finditer("\n", text))
    return sorted({at for at in ends if 0 < at < len(tokens)})


def _about(article: Article) -> Iterator[str]:
    yield f"# {NEW} = {article.id}"
    for name in CARRIED:
        value = getattr(article, name)
        if value is not None and value != ():
            yield f"# {name} = {_encode(value).decode()}"


def _in_full(one: Mention) -> str:
    """A mention with its offsets: ``# mention m7 = GPE 100:107 115:120``."""
    places = " ".join(f"{span.start}:{span.end}" for span in one.spans)
    return f"# {MENTION} {one.id} = {one.type} {places}"
