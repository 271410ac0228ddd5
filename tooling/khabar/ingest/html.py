"""Pages in HTML: trafilatura finds the article, and what it passes over is accounted for."""

import re
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from itertools import groupby
from types import ModuleType
from typing import Any, Protocol

from msgspec import Struct, structs

from khabar.ingest.dates import timestamp
from khabar.ingest.furniture import REASONS, Mark, is_bullet, is_prose, recognize, split_tags
from khabar.ingest.page import read_page
from khabar.ingest.pieces import Candidate, LeftOut, Page, left_out
from khabar.problem import KhabarError, MissingExtraError, Place
from khabar.text.stored import decode, stored_form

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([\w.:-]+)", re.IGNORECASE)
# fmt: off
_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn",
    "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr",
))
# fmt: on
_CODE = {"script": "script", "noscript": "script", "template": "script", "style": "style-sheet"}
_DATES = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//meta[@name='date' or @name='pubdate' or @name='publish-date' or @name='DC.date']/@content",
    "//time[@pubdate]/@datetime",
)
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
_LABELS = {"source": "publisher", "tags": "keywords", "published": "published"}
_WORD = re.compile(r"\w+")


class _Element(Protocol):
    """What we use of an element of lxml."""

    tag: object
    text: str | None
    tail: str | None
    sourceline: int | None

    def __reversed__(self) -> Iterator["_Element"]: ...
    def itertext(self) -> Iterator[str]: ...
    def find(self, path: str) -> "_Element | None": ...
    def get(self, name: str) -> str | None: ...
    def xpath(self, path: str) -> list[str]: ...


class _Document(Protocol):
    """What we use of the document that trafilatura returns."""

    text: str | None
    title: str | None
    sitename: str | None
    url: str | None
    author: str | None
    date: str | None
    tags: list[str] | None


class _Block(Struct, frozen=True):
    """One visible block of a page, or one element of code."""

    line: int
    text: str
    code: str | None = None


def decode_html(data: bytes, file: str) -> str:
    """The text of an HTML file, in the encoding that it declares, else UTF-8.

    Raises:
        KhabarError: the bytes are not in that encoding.
    """
    declared = _CHARSET.search(data[:4096])
    name = declared[1].decode("ascii") if declared else "utf-8"
    if name.lower().replace("-", "") == "utf8" or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return decode(data, file).removeprefix("\ufeff")
    try:
        return data.decode(name)
    except LookupError as error:
        raise KhabarError(f"{file}: unknown encoding '{name}'") from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"not {name}, as the page says: byte 0x{data[error.start]:02X} at {error.start}"
        raise KhabarError(message, place=Place(file=file, line=line, end_line=line)) from error


def read_html(text: str, file: str) -> Page:
    """Read an HTML page; line numbers are those of its source.

    Raises:
        MissingExtraError: trafilatura is not installed.
        KhabarError: there is no article in the page.
    """
    trafilatura, lxml_html = _libraries()
    tree = _tree(lxml_html, text, file)
    blocks = list(_blocks(tree))
    document: _Document | None = trafilatura.bare_extraction(
        text, include_comments=False, favor_recall=True, with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )  # fmt: skip
    found = (document.text or "") if document else ""
    lines = [line for line in found.split("\n") if line.strip()]
    spaced = list(_spaced(lines))
    page = read_page("\n".join(spaced), title=_title(document))
    if document is None or not page.candidates:
        raise KhabarError(f"{file}: no article in the page ({len(blocks)} blocks of text)")
    return _complete(page, blocks, spaced, _metadata(document, tree))


def _libraries() -> tuple[ModuleType, ModuleType]:
    try:
        return import_module("trafilatura"), import_module("lxml.html")
    except ImportError as error:
        raise MissingExtraError("reading HTML", "web") from error


def _tree(lxml_html: ModuleType, text: str, file: str) -> _Element:
    parser = lxml_html.HTMLParser(encoding="utf-8")
    tree: _Element = lxml_html.document_fromstring(
        text.encode(), parser=parser, ensure_head_body=True
    )
    if tree.find("body") is None:
        raise KhabarError(f"{file}: no article in the page: it has no body")
    return tree


def _blocks(tree: _Element) -> Iterator[_Block]:
    """The visible blocks of the body in order, scripts and style sheets among them."""
    line, parts = 0, list[str]()
    body = tree.find("body")
    stack = [(body, False)] if body is not None else []
    while stack:
        element, leaving = stack.pop()
        breaks = element.tag not in _INLINE
        if breaks and "".join(parts).strip():
            yield _Block(line, " ".join("".join(parts).split()))
        if breaks:
            line, parts = element.sourceline or line, []
        if leaving:
            parts.append(element.tail or "")
            continue
        stack.append((element, True))
        if not isinstance(element.tag, str):
            continue
        if element.tag in _CODE:
            yield from _code(element)
            continue
        parts.append(element.text or "")
        stack += [(child, False) for child in reversed(element)]


def _code(element: _Element) -> Iterator[_Block]:
    text = " ".join("".join(element.itertext()).split())
    if text:
        yield _Block(element.sourceline or 0, text, _CODE[str(element.tag)])


def _spaced(lines: list[str]) -> Iterator[str]:
    """The lines with a blank one between paragraphs, none between the items of a list."""
    before = ""
    for line in lines:
        if before and not (is_bullet(before) and is_bullet(line)):
            yield ""
        yield line
        before = line


def _title(document: _Document | None) -> str | None:
    title = (document.title or "") if document else ""
    return " ".join(title.split()) or None


def _metadata(document: _Document, tree: _Element) -> dict[str, Any]:
    """What the head of the page says, without what it leaves open."""
    tags = [tag for line in document.tags or () for tag in split_tags(line)]
    found = {
        "publisher": document.sitename,
        "url": document.url,
        "author": document.author,
        "published": _date(tree) or document.date,
        "language": tree.get("lang"),
        "keywords": tuple(dict.fromkeys(tags)),
    }
    return {name: value for name, value in found.items() if value}


def _date(tree: _Element) -> str | None:
    values = [value for path in _DATES for value in tree.xpath(path)]
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        values += _JSON_DATE.findall(script)
    return next(filter(None, map(timestamp, values)), None)


def _complete(page: Page, blocks: list[_Block], lines: list[str], metadata: dict[str, Any]) -> Page:
    """Put the line numbers of the source into a page and account for the other blocks."""
    outside, numbers = _match(blocks, lines)
    passed = [(block, None if block.code else recognize(_clean(block))) for block in outside]
    fill = {**metadata, **_labels([mark for _, mark in passed if mark])}
    main = fill_gaps(page.candidates[0], fill)
    left = [
        (block, block.code or (mark.kind if mark and mark.kind in REASONS else "outside"))
        for block, mark in passed
        if not (mark and mark.value and mark.kind in _LABELS)
    ]
    prose = [block for block in outside if not block.code and is_prose(block.text)]
    own = [_renumbered(one, numbers) for one in page.left_out]
    return structs.replace(
        page,
        candidates=(main, *page.candidates[1:]),
        left_out=tuple(sorted([*own, *_stretches(left)], key=lambda one: one.first)),
        remarks=(*page.remarks, *map(_remark, prose)),
    )


def fill_gaps(candidate: Candidate, found: dict[str, Any]) -> Candidate:
    """Give a candidate the metadata that it does not have yet."""
    missing = {name: value for name, value in found.items() if not getattr(candidate, name)}
    return structs.replace(candidate, **missing)


def _match(blocks: list[_Block], lines: list[str]) -> tuple[list[_Block], list[int]]:
    """The blocks that are in none of the lines, and the source line of each line."""
    keys = [_key(line) for line in lines]
    open_keys = Counter(filter(None, keys))
    numbers = dict[str, int]()
    outside = []
    for block in blocks:
        key = _key(block.text)
        if block.code is None and open_keys[key] > 0:
            open_keys[key] -= 1
            numbers.setdefault(key, block.line)
        elif block.code or key:
            outside.append(block)
    rest = "".join(open_keys.elements())
    outside = [block for block in outside if block.code or _key(block.text) not in rest]
    return outside, _numbers(keys, numbers)


def _numbers(keys: list[str], numbers: dict[str, int]) -> list[int]:
    found, last = [], 1
    for key in keys:
        last = numbers.get(key, last)
        found.append(last)
    return found


def _labels(marks: list[Mark]) -> dict[str, Any]:
    """Metadata from labelled lines that trafilatura passed over."""
    found: dict[str, Any] = {}
    for mark in marks:
        if mark.value and mark.kind in _LABELS:
            value = split_tags(mark.value) if mark.kind == "tags" else mark.value
            found.setdefault(_LABELS[mark.kind], value)
    return found


def _stretches(blocks: list[tuple[_Block, str]]) -> Iterator[LeftOut]:
    """Blocks that follow one another and have one kind are one stretch."""
    for kind, group in groupby(blocks, key=lambda one: one[1]):
        yield left_out(kind, [(block.line, block.text) for block, _ in group])


def _renumbered(one: LeftOut, numbers: list[int]) -> LeftOut:
    first, last = numbers[one.first - 1], numbers[one.last - 1]
    return structs.replace(one, first=first, last=max(first, last))


def _remark(block: _Block) -> str:
    return (
        f"line {block.line}: what reads like a paragraph is outside the article: {block.text[:60]}"
    )


def _clean(block: _Block) -> str:
    return " ".join(stored_form(block.text).text.split())


def _key(text: str) -> str:
    return "".join(_WORD.findall(text))
