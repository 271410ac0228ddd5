"""Scraped articles in JSONL, one object a line, under whatever field names they have."""

import codecs
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from khabar.ingest.dates import timestamp
from khabar.ingest.furniture import split_tags
from khabar.ingest.pieces import Candidate
from khabar.problem import KhabarError
from khabar.store import Document, decoded, parsed, point

GUESSES: dict[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "article_body", "articleBody", "maintext"),
    "title": ("title", "headline", "heading", "name"),
    "url": ("url", "link", "canonical_url", "source_url", "href"),
    "published": (
        "published", "date", "published_at", "publishedAt", "date_published", "datePublished",
        "publish_date", "pub_date", "pubDate", "date_publish", "date_extracted", "timestamp",
    ),
    "publisher": (
        "publisher", "source", "site", "site_name", "sitename", "outlet", "newspaper",
        "source_domain",
    ),
    "author": ("author", "authors", "byline", "writer"),
    "keywords": ("keywords", "tags"),
    "language": ("language", "lang"),
    "license": ("license", "licence"),
}  # fmt: skip
"""The names tried for each field of ours where none was given, best first."""


class Record(Struct, frozen=True):
    """One line: its number, and the candidate in it with `body` as scraped."""

    line: int
    candidate: Candidate


def parse_fields(option: str) -> dict[str, str]:
    """The mapping in ``text=body,title=headline``: our name, then theirs.

    Raises:
        KhabarError: a part is not ``ours=theirs``, or a name of ours does not exist.
    """
    fields: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in option.split(","))):
        ours, equals, theirs = (piece.strip() for piece in part.partition("="))
        if not equals or not theirs:
            raise KhabarError(f"--fields: '{part}' is not of the form text=body")
        if ours not in GUESSES:
            raise KhabarError(f"--fields: no field '{ours}'; there are: {', '.join(GUESSES)}")
        fields[ours] = theirs
    return fields


def read_records(
    stream: Iterable[bytes], file: str, fields: Mapping[str, str], unused: Counter[str]
) -> Iterator[Record | KhabarError]:
    """Yield the articles of a JSONL file one at a time, and an error for each bad line.

    Args:
        stream: the lines.
        file: the name of the file, for places.
        fields: names given for our fields; the others are guessed by `GUESSES`.
        unused: counts, as the lines go by, the fields that nothing was taken from.
    """
    for number, data in enumerate(stream, 1):
        line = data.removeprefix(codecs.BOM_UTF8).strip()
        if not line:
            continue
        try:
            yield _record(Document(file, number, line, in_lines=True), fields, unused)
        except KhabarError as error:
            yield error


def _record(document: Document, fields: Mapping[str, str], unused: Counter[str]) -> Record:
    found = _decode(document)
    names = {ours: _name(found, ours, fields.get(ours)) for ours in GUESSES}
    values = {ours: _value(found, name) for ours, name in names.items() if name is not None}
    text = values.get("text")
    if not isinstance(text, str) or not text.strip():
        wanted = names["text"] or "text"
        raise _error(
            document,
            f"no text in the field '{wanted}'; --fields text=NAME names another",
        )
    taken = {str(name).partition(".")[0] for name in names.values()}
    unused.update(key for key in found if key not in taken)
    return Record(document.line, _candidate(text, values))


def _decode(document: Document) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(document.data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        found = parsed(document, decoded(document))
    if not isinstance(found, dict):
        raise _error(document, "the line is not a JSON object")
    return found


def _error(document: Document, message: str) -> KhabarError:
    return KhabarError(message, place=point(document.file, document.line, 1))


def _name(found: dict[str, Any], ours: str, given: str | None) -> str | None:
    if given is not None:
        return given
    return next((name for name in GUESSES[ours] if found.get(name)), None)


def _value(found: dict[str, Any], name: str) -> object:
    """The value of a field; ``meta.url`` is `url` inside `meta`."""
    if name in found:
        return found[name]
    value: object = found
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _candidate(text: str, values: dict[str, object]) -> Candidate:
    raw = values.get("published")
    published = timestamp(raw) if isinstance(raw, str | int | float) else None
    return Candidate(
        body=text,
        title=_string(values.get("title")),
        publisher=_string(values.get("publisher")),
        url=_string(values.get("url")),
        author=_string(values.get("author")),
        published=published,
        note=f"date as found: {raw}" if raw and not published else None,
        keywords=_keywords(values.get("keywords")),
        language=_string(values.get("language")),
        license=_string(values.get("license")),
    )


def _string(value: object) -> str | None:
    """A value as a string: of an object its name, of a list its strings."""
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        value = "، ".join(filter(None, map(_string, value)))
    return value.strip() or None if isinstance(value, str) else None


def _keywords(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return split_tags(value)
    strings = map(_string, value) if isinstance(value, list) else ()
    return tuple(dict.fromkeys(filter(None, strings)))
