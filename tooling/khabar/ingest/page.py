"""A page as a crawler left it: its articles, their metadata, and what is none of them.

Every stretch of the page that is not blank becomes a `Piece` with a role, so that nothing can
be lost in silence: the pieces of a line cover it.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import structs

from khabar.ingest import furniture
from khabar.ingest.debris import cut
from khabar.ingest.pieces import BODY, TITLE, Candidate, Item, LeftOut, Page, Piece, left_out
from khabar.ingest.roles import Reader
from khabar.text.stored import Change, decode_entities, mask, stored_form

_LINE_END = re.compile(r"\r\n|\r|\n")


def read_page(text: str, *, title: str | None = None) -> Page:
    r"""Read a plain-text page.

    Args:
        text: the page; its line ends may be of any kind, HTML entities are decoded once.
        title: the headline where it is known from elsewhere; without one, the first line is
            the title only if it reads like a headline.

    Raises:
        KhabarError: the text holds a NUL or a lone surrogate.

    Example:
        >>> page = read_page("وصلت السفينة إلى الميناء صباح اليوم.\n\nالمصدر: صدى الشاطئ")
        >>> page.candidates[0].body, page.candidates[0].publisher
        ('وصلت السفينة إلى الميناء صباح اليوم.', 'صدى الشاطئ')
    """
    decoded = decode_entities(text)
    lines = _LINE_END.split(decoded.text.removeprefix("\ufeff"))
    items = list(_items(lines))
    reader = Reader(items, title)
    reader.read()
    return Page(
        candidates=tuple(_candidates(reader, lines)),
        left_out=tuple(_left_out(items)),
        pieces=tuple(_piece(item) for item in items),
        changes=(*decoded.changes, *_frame_changes(decoded.text)),
        remarks=tuple(reader.remarks),
    )


def _frame_changes(text: str) -> Iterator[Change]:
    """What reading lines from a file changes before any text is brought to stored form."""
    if text.startswith("\ufeff"):
        yield Change("byte-order-marks", 1, "<U+FEFF> at the start of the page")
    returns = text.count("\r")
    if returns:
        yield Change("line-ends", returns, "CRLF" if "\r\n" in text else "CR")


def _items(lines: list[str]) -> Iterator[Item]:
    masked = [line if line.isprintable() else mask(line) for line in lines]
    for number, (line, stretches) in enumerate(zip(lines, cut(masked), strict=True), 1):
        for one in stretches:
            text = line[one.start : one.end]
            clean = text.strip() if text.isprintable() else stored_form(text).text.strip()
            if not clean:
                continue
            item = Item(number, one.start, one.end, text, clean, None)
            if one.kind:
                item.leave_out(one.kind)
            else:
                item.mark = furniture.recognize(clean)
            yield item


def _piece(item: Item) -> Piece:
    role = item.role or BODY
    return Piece(item.line, item.start, item.end, item.text, role, item.candidate, item.kind)


def _candidates(reader: Reader, lines: list[str]) -> Iterator[Candidate]:
    for index, embedded in enumerate(reader.embedded):
        own = [item for item in reader.items if item.candidate == index]
        body = [item for item in own if item.role == BODY]
        if not any(item.clean for item in body):
            continue
        title = next((item.clean.lstrip("# ") for item in own if item.role == TITLE), None)
        candidate = Candidate(
            body=_body(body, lines, reader.items),
            title=title if index else title or reader.title,
            embedded=embedded,
            lines=(body[0].line, body[-1].line),
        )
        yield _with_metadata(candidate, own)


def _with_metadata(candidate: Candidate, own: list[Item]) -> Candidate:
    fields: dict[str, object] = {}
    keywords: list[str] = []
    for item in own:
        value = item.mark.value if item.mark else item.clean
        if item.role == "tags":
            keywords += map(furniture.without_bullet, furniture.split_tags(value))
        elif item.role == "source" and value:
            fields["url" if "://" in value else "publisher"] = value.strip(" .")
        elif item.role == "author":
            fields["author"] = value
        elif item.role == "published":
            fields.update(
                {"published": value} if value else {"note": f"date as found: {item.clean}"}
            )
    return structs.replace(candidate, keywords=tuple(dict.fromkeys(keywords)), **fields)


def _body(body: list[Item], lines: list[str], items: list[Item]) -> str:
    """Join the stretches of a body with the blank lines that stood between them.

    Where something was cut out between two stretches one blank line is enough.
    """
    others = {item.line for item in items} - {item.line for item in body}
    parts = [body[0].text]
    for last, item in pairwise(body):
        between = range(last.line + 1, item.line)
        if item.line == last.line:
            parts[-1] = parts[-1].rstrip() + " "
            parts.append(item.text.lstrip())
            continue
        if others.isdisjoint(between):
            parts += ["\n", *(lines[number - 1] + "\n" for number in between)]
        else:
            parts.append("\n\n" if any(n not in others for n in between) else "\n")
        parts.append(item.text)
    return "".join(parts)


def _left_out(items: list[Item]) -> Iterator[LeftOut]:
    """What was left out, neighbors of one kind as one stretch."""
    group: list[Item] = []
    for item in items:
        if group and item.kind != group[0].kind:
            yield _stretch(group)
            group = []
        if item.kind is not None:
            group.append(item)
    if group:
        yield _stretch(group)


def _stretch(group: list[Item]) -> LeftOut:
    kind = group[0].kind or ""
    return left_out(kind, [(item.line, item.clean or item.text) for item in group])
