"""Articles out of CoNLL: those that khabar wrote, exactly; those of others as far as they go.

A foreign file has no text, only tokens: the text is the tokens with a blank between them.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from khabar.formats._format import Report, ignore
from khabar.formats.conll.lines import Draft, drafts, named
from khabar.formats.conll.tags import Stretch, laid, stretches
from khabar.formats.conll.writing import CARRIED, MENTION
from khabar.model import SCHEMA, Article, Mention, Span
from khabar.problem import Finding
from khabar.schema import decode, faults, labels
from khabar.store import canonical
from khabar.text import Bounds, words

_encode = msgspec.json.encode


def read(source: Path, report: Report = ignore) -> Iterator[Article]:
    """Yield the articles of a file or ``-``.

    Tags that were edited count: a mention whose tags are gone is gone, one with other tags has
    their type, and new tags make a new mention.

    Raises:
        KhabarError: with the place, at the first line that is not what it should be.
    """
    slug = re.sub("[^a-z0-9]+", "-", Path(source).stem.lower()).strip("-") or "article"
    for number, draft in enumerate(drafts(Path(source)), 1):
        name = named(draft) or f"{slug[:50]}-{number:04}"
        record = _record(draft) | {"id": name}
        text = record.setdefault("text", _joined(draft))
        if not isinstance(text, str):
            raise draft.error(draft.line, f"the text of {name} is none: {text!r:.60}")
        tokens = _placed(draft, text) if draft.tokens else []
        told = _mentions(draft, text)
        mentions = _as_tagged(told, tokens, stretches(tokens, draft.tags), text)
        yield _article(draft, record, mentions, report)


def _record(draft: Draft) -> dict[str, Any]:
    record: dict[str, Any] = {"schema": SCHEMA, "language": "ar", "status": "annotated"}
    if not draft.ours:
        record["origin"] = {"kind": "import"}
    for key, value, line in draft.comments:
        if key in CARRIED:
            try:
                record[key] = msgspec.json.decode(value)
            except msgspec.MsgspecError as error:
                raise draft.error(line, f"the comment {key} holds no JSON: {error}") from error
    return record


def _joined(draft: Draft) -> str:
    pieces: list[str] = []
    for number, (token, _) in enumerate(draft.tokens):
        pieces += ["\n" if number in draft.paragraphs else " "] * bool(pieces)
        pieces.append(token)
    return "".join(pieces)


def _placed(draft: Draft, text: str) -> list[Bounds]:
    """Where the tokens stand in the text; nothing but blanks may lie between them."""
    found: list[Bounds] = []
    at = 0
    for token, line in draft.tokens:
        start = text.find(token, at)
        if start < 0 or (start > at and words(text[at:start])):
            raise draft.error(line, f"the token {token} does not come next in the article's text")
        at = start + len(token)
        found.append((start, at))
    return found


def _mentions(draft: Draft, text: str) -> list[Mention]:
    """The mentions that comments tell in full."""
    found: list[Mention] = []
    for key, value, line in draft.comments:
        if not key.startswith(f"{MENTION} "):
            continue
        kind, *places = value.split(" ")
        try:
            spans = tuple(_span(one, text) for one in places)
        except ValueError as error:
            raise draft.error(line, f"this is no mention with its offsets: {value}") from error
        found.append(Mention(id=key.removeprefix(f"{MENTION} "), type=kind, spans=spans))
    return found


def _span(place: str, text: str) -> Span:
    start, end = map(int, place.split(":"))
    if not 0 <= start < end <= len(text):
        raise ValueError(place)
    return Span(start=start, end=end, text=text[start:end])


def _as_tagged(
    told: Sequence[Mention], tokens: Sequence[Bounds], found: Sequence[Stretch], text: str
) -> list[Mention]:
    """The mentions that were told, after what was edited in the tags since."""
    expected = laid(told, tokens).stretches
    if Counter(found) == Counter(one for own in expected for one in own):
        return list(told)
    left = list(found)
    kept: list[Mention] = []
    gone: dict[Bounds, Mention] = {}
    for one, own in zip(told, expected, strict=True):
        if all(part in left for part in own):
            kept.append(one)
            for part in own:
                left.remove(part)
        elif len(own) == 1:
            gone[own[0].start, own[0].end] = one
    last = max((int(one.id[1:]) for one in told if one.id[1:].isdecimal()), default=0)
    for start, end, kind in left:
        if old := gone.pop((start, end), None):
            kept.append(replace(old, type=kind))
        else:
            last += 1
            span = Span(start=start, end=end, text=text[start:end])
            kept.append(Mention(id=f"m{last}", type=kind, spans=(span,)))
    return kept


def _article(
    draft: Draft, record: dict[str, Any], mentions: Sequence[Mention], report: Report
) -> Article:
    types = _types()
    unknown = [one for one in mentions if one.type not in types]
    for one in unknown:
        message = f"the tag {one.type} is no type of mention; kept under extra.conll"
        report(Finding(code="CO001", severity="info", article=record["id"], message=message))
    if unknown:
        kept = {"mentions": msgspec.to_builtins(unknown)}
        record["extra"] = (record.get("extra") or {}) | {"conll": kept}
    known = [replace(one, type=types[one.type]) for one in mentions if one.type in types]
    record["mentions"] = msgspec.to_builtins(known)
    article = decode(_encode(record))
    if article is None:
        fault = faults(record)[0]
        raise draft.error(draft.line, f"{record['id']}{fault.pointer}: {fault.message}")
    return canonical(article)


@cache
def _types() -> dict[str, str]:
    """Our types by their own codes and by Wojood's."""
    known = labels("mention-types")
    return {name: code for code, one in known.items() for name in one.wojood} | {
        code: code for code in known
    }
