"""Which stretch of a page is what: body, title, metadata, or left out."""

import re
from itertools import pairwise

from khabar.ingest import furniture
from khabar.ingest.furniture import Mark, is_bullet, is_headline, is_prose
from khabar.ingest.pieces import BODY, TITLE, Item
from khabar.text import fold

_WORD = re.compile(r"\w{3,}")
_SHORTEST_ARTICLE = 20


class Reader:
    """Gives every item its role, section by section; a related heading opens a section."""

    def __init__(self, items: list[Item], title: str | None) -> None:
        self.items = items
        self.title = title
        self.embedded = [False]
        self.remarks: list[str] = []
        self._ended = False
        self._taken: set[tuple[str, int]] = set()

    def read(self) -> None:
        """Give every item a role."""
        open_items = [item for item in self.items if item.role is None]
        heads = [at for at, item in enumerate(open_items) if _is(item, "related")]
        bounds = [0, *heads, len(open_items)]
        for start, end in pairwise(bounds):
            section = open_items[start:end]
            if section and _is(section[0], "related"):
                self._related(section)
            else:
                self._section(section, titled=True)
        self._remark_on_lists()

    def _remark_on_lists(self) -> None:
        for index in range(len(self.embedded)):
            body = [item for item in self.items if (item.role, item.candidate) == (BODY, index)]
            tail = body[_last_that_is_no_headline(body) :]
            if len(tail) > 1:
                self.remarks.append(
                    f"lines {tail[0].line}-{tail[-1].line}: a list at the end of the body was kept"
                )

    @property
    def _current(self) -> int:
        return len(self.embedded) - 1

    def _related(self, section: list[Item]) -> None:
        """Tell the headlines under a heading from an article under it."""
        head = section[0]
        inline = bool(head.mark and head.mark.value)
        head.leave_out("related")
        rest = section[1:]
        first = self._first_prose(rest)
        headlines = [item for item in rest[:first] if item.mark is None]
        if inline:
            headlines = _leading_bullets(headlines)
        elif first < len(rest):
            headlines = self._under_heading(headlines, rest[first:])
        for item in headlines:
            item.leave_out("headlines")
        self._section([item for item in rest if item.role is None], titled=False)

    def _first_prose(self, items: list[Item]) -> int:
        prose = (at for at, item in enumerate(items) if item.mark is None and _is_prose(item))
        return next(prose, len(items))

    def _under_heading(self, headlines: list[Item], rest: list[Item]) -> list[Item]:
        """Take prose under a heading for an article, a teaser, or more of the article before.

        It is an article where the one before has ended with its source or tags, or where the
        prose speaks of what the headline above it says; else the article before goes on.

        Returns:
            The headlines without the title of the new article.
        """
        prose = [item for item in rest if item.mark is None and _is_prose(item)]
        long = sum(len(item.clean.split()) for item in prose) >= _SHORTEST_ARTICLE
        related = bool(headlines) and _shares_words(headlines[-1].clean, prose[0].clean)
        if self._has_body() and long and (self._ended or related):
            title = headlines.pop() if headlines and is_headline(headlines[-1].clean) else None
            self._open(title)
        elif self._ended:
            for item in rest:
                if item.mark is None:
                    item.leave_out("teaser")
        elif self._has_body():
            self.remarks.append(f"line {rest[0].line}: the article goes on after related headlines")
        return headlines

    def _has_body(self) -> bool:
        return any(item.role == BODY and item.candidate == self._current for item in self.items)

    def _open(self, title: Item | None) -> None:
        self.embedded.append(True)
        self._ended = False
        if title is not None:
            title.take(TITLE, self._current)

    def _section(self, section: list[Item], *, titled: bool) -> None:
        """Give roles to the items of one article: metadata, furniture, title, body."""
        if titled:
            self._take_title(section)
        prose = [at for at, item in enumerate(section) if item.mark is None and _is_prose(item)]
        edges = (prose[0], prose[-1]) if prose else (len(section), -1)
        for at, item in enumerate(section):
            if item.role is not None:
                continue
            if item.mark is None or (not item.mark.sure and edges[0] < at < edges[1]):
                item.take(BODY, self._current)
            elif item.mark.kind in furniture.REASONS:
                item.leave_out(item.mark.kind)
            else:
                self._take_metadata(item, item.mark, section[at + 1 :])

    def _take_title(self, section: list[Item]) -> None:
        unmarked = [item for item in section if item.mark is None]
        if self.title is not None:
            wanted = _words(self.title)
            for item in unmarked[:3]:
                if _words(item.clean) == wanted:
                    item.leave_out("repeated-title")
                    return
        elif unmarked and is_headline(unmarked[0].clean) and any(map(_is_prose, unmarked[1:])):
            unmarked[0].take(TITLE, 0)

    def _take_metadata(self, item: Item, mark: Mark, after: list[Item]) -> None:
        kind = mark.kind
        self._ended = self._ended or (kind in {"source", "tags"} and self._has_body())
        values = [] if mark.value else _following(item, mark, after)
        if not mark.value and not values and kind != "published":
            item.leave_out("empty-label")
        elif (kind, self._current) in self._taken and kind != "tags":
            item.leave_out(_SECOND[kind])
        else:
            self._taken.add((kind, self._current))
            for one in (item, *values):
                one.take(kind, self._current)


_SECOND = {"source": "second-source", "published": "second-date", "author": "second-author"}


def _is(item: Item, kind: str) -> bool:
    return item.mark is not None and item.mark.kind == kind


def _is_prose(item: Item) -> bool:
    return is_prose(item.clean) and not is_bullet(item.clean)


def _last_that_is_no_headline(body: list[Item]) -> int:
    """How many items stand before the list of headline-like items at the end."""
    count = len(body)
    while count and is_bullet(body[count - 1].clean) and not is_prose(body[count - 1].clean):
        count -= 1
    return count


def _leading_bullets(items: list[Item]) -> list[Item]:
    count = next((at for at, item in enumerate(items) if not is_bullet(item.clean)), len(items))
    return items[:count]


def _following(label: Item, mark: Mark, after: list[Item]) -> list[Item]:
    """The short lines under a label that stands alone: one for a source, a block for tags."""
    values: list[Item] = []
    last = label.line
    for item in after:
        gap = item.line - last
        if item.mark is not None or gap > (1 if values else 2) or not _is_short(item):
            break
        values.append(item)
        last = item.line
        if mark.kind == "source":
            break
    return values


def _is_short(item: Item) -> bool:
    return not is_prose(item.clean) and len(item.clean.split()) <= 6


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text).casefold())


def _shares_words(title: str, lead: str) -> bool:
    """Whether half of a headline's longer words stand in the paragraph under it."""
    wanted = {_stem(word) for word in _WORD.findall(fold(title))}
    found = {_stem(word) for word in _WORD.findall(fold(lead))}
    return bool(wanted) and 2 * len(wanted & found) >= len(wanted)


def _stem(word: str) -> str:
    """A word without the proclitics and the article that may stand before it."""
    return re.sub(r"^[وفبكل]?ال(?=\w{3})|^[وف](?=\w{4})", "", word)
