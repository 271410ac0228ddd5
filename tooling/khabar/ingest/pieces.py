"""The pieces that a page falls into: its articles, what was left out, and every stretch's role."""

from msgspec import Struct

from khabar.ingest.furniture import REASONS, Mark
from khabar.text.stored import Change

BODY = "body"
TITLE = "title"
LEFT_OUT = "left-out"


class Piece(Struct, frozen=True):
    """A stretch of one line of the page and what it was taken for.

    Attributes:
        line: number of the line, from 1.
        start: first code point in the line.
        end: after the last one.
        text: the stretch as it stands.
        role: ``body``, ``title``, ``source``, ``tags``, ``author``, ``published`` or ``left-out``.
        candidate: index of the candidate it belongs to, None where it belongs to none.
        kind: why it was left out, a key of `furniture.REASONS`.
    """

    line: int
    start: int
    end: int
    text: str
    role: str
    candidate: int | None = None
    kind: str | None = None


class LeftOut(Struct, frozen=True, kw_only=True):
    """A stretch of the page that belongs to no article: lines ``first`` to ``last``."""

    kind: str
    reason: str
    first: int
    last: int
    characters: int
    excerpt: str


class Candidate(Struct, frozen=True, kw_only=True):
    """What may become an article; `body` is not yet in stored form.

    Attributes:
        embedded: whether it stood under a heading of related articles.
        lines: first and last line of the body; (0, 0) where the page had no lines of ours.
    """

    body: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    author: str | None = None
    published: str | None = None
    keywords: tuple[str, ...] = ()
    note: str | None = None
    license: str | None = None
    language: str | None = None
    embedded: bool = False
    lines: tuple[int, int] = (0, 0)


class Page(Struct, frozen=True, kw_only=True):
    """A page read: its candidates in order, what was left out, and how each line was taken."""

    candidates: tuple[Candidate, ...]
    left_out: tuple[LeftOut, ...]
    pieces: tuple[Piece, ...]
    changes: tuple[Change, ...] = ()
    remarks: tuple[str, ...] = ()


class Item(Struct):
    """A stretch of text on its way to a role."""

    line: int
    start: int
    end: int
    text: str
    clean: str
    mark: Mark | None
    role: str | None = None
    candidate: int | None = None
    kind: str | None = None

    def leave_out(self, kind: str) -> None:
        """Give the item to no article, for a reason of `furniture.REASONS`."""
        self.role, self.kind, self.candidate = LEFT_OUT, kind, None

    def take(self, role: str, candidate: int) -> None:
        """Give the item a role in a candidate."""
        self.role, self.candidate = role, candidate


def left_out(kind: str, lines: list[tuple[int, str]]) -> LeftOut:
    """The report on numbered lines that were left out for one reason."""
    text = " / ".join(" ".join(line.split()) for _, line in lines)
    return LeftOut(
        kind=kind,
        reason=REASONS[kind],
        first=lines[0][0],
        last=lines[-1][0],
        characters=sum(len(line) for _, line in lines),
        excerpt=text if len(text) <= 80 else f"{text[:79]}…",
    )
