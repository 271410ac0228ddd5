"""The stored form of a text: what an article's `text` looks like before any offset is made.

The steps run in an order that makes the result a fixed point: characters first (line ends,
removals, spaces, joiners), then NFC, which may compose what a removal has brought together,
then blanks and blank lines. HTML entities are no part of it: ``&amp;lt;`` decoded in every
pass would never come to rest, so `decode_entities` is a step of its own that the reading of a
page takes once.
"""

import codecs
import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest

from msgspec import Struct

from khabar.problem import KhabarError, Place


class Change(Struct, frozen=True):
    """One kind of thing found in a text: how often, and the first one in its context.

    Attributes:
        kind: a name from `CHANGES` or `NOTES`.
        count: how many characters, lines or entities.
        example: the first, in a few words around it, invisible characters as ``<U+200B>``.
    """

    kind: str
    count: int
    example: str


class StoredText(Struct, frozen=True):
    """A text in its stored form, what was changed to get there and what was left and noted."""

    text: str
    changes: tuple[Change, ...] = ()
    notes: tuple[Change, ...] = ()


CHANGES = {
    "entities": "HTML entities decoded",
    "line-ends": "CRLF or CR made LF",
    "separators": "other line and paragraph separators made LF",
    "controls": "control characters taken out",
    "zero-width": "zero-width characters taken out",
    "byte-order-marks": "byte order marks taken out",
    "soft-hyphens": "soft hyphens taken out",
    "bidi": "bidi marks, embeddings and isolates taken out",
    "spaces": "odd spaces and tabs made plain spaces",
    "joiners": "joiners outside words taken out",
    "nfc": "sequences brought to NFC",
    "trailing-blanks": "lines freed of blanks at their end",
    "blank-lines": "superfluous blank lines and line ends at the edges taken out",
}
"""What `stored_form` and `decode_entities` change, in the order in which they do it."""

NOTES = {
    "tatweel": "tatweel",
    "harakat": "harakat",
    "persian-letters": "Persian letters",
    "presentation-forms": "presentation forms",
    "joiners-kept": "joiners between letters",
    "mixed-digits": "digits of more than one set: those of the rarer sets",
    "mixed-marks": "quotation marks of more than one family: those of the rarer families",
    "mojibake": "letters that look like UTF-8 read in another encoding",
    "replacement": "replacement characters: letters were lost before",
}
"""What `stored_form` keeps and counts."""

_REMOVED = {
    "controls": "\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u206a-\u206f\ufff9-\ufffb\ufdd0-\ufdef"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 65536)),
    "zero-width": "\u034f\u180e\u200b\u2060-\u2065\U000e0000-\U000e007f",
    "byte-order-marks": "\ufeff",
    "soft-hyphens": "\xad",
    "bidi": "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069",
}
_SEPARATORS = "\x0b\x0c\x85\u2028\u2029"
_SPACES = "\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_ODD = re.compile(f"[\r{_SEPARATORS}{_SPACES}\u200c\u200d{''.join(_REMOVED.values())}]")
_PATTERNS = {
    "line-ends": (re.compile(r"\r\n?"), "\n"),
    "separators": (re.compile(f"[{_SEPARATORS}]"), "\n"),
    **{kind: (re.compile(f"[{chars}]"), "") for kind, chars in _REMOVED.items()},
    "spaces": (re.compile(f"[{_SPACES}]"), " "),
}
_JOINERS = re.compile("[\u200c\u200d]+")
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")
_WORD = re.compile(r"\S+")
_TRAILING = re.compile(r"(?<! ) +(?=\n|\Z)")
_BLANK_LINES = re.compile(r"\n{3,}")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_INVISIBLE = re.compile(f"[\n\u200c\u200d\r{_SEPARATORS}{_SPACES}{''.join(_REMOVED.values())}]")

_KEPT = {
    "tatweel": "\u0640",
    "harakat": "\u064b-\u0655\u0670",
    "persian-letters": "\u06a9\u06be\u06c0\u06c1\u06cc\u06d5",
    "presentation-forms": "\ufb50-\ufd3d\ufd40-\ufdff\ufe70-\ufefc",
    "joiners-kept": "\u200c\u200d",
    "replacement": "\ufffd",
}
_NOTED = {
    **{kind: re.compile(f"[{chars}]") for kind, chars in _KEPT.items()},
    "mojibake": re.compile("(?:[\xc3\xd8-\xdb][\x80-\xbf\u0152-\u0192\u02c6-\u2122]){2}"),
}
_NOTABLE = re.compile(f"[\xc3\xd8-\xdb{''.join(_KEPT.values())}]")
_DIGITS = (re.compile("[0-9]"), re.compile("[٠-٩]"), re.compile("[۰-۹]"))
_MARKS = (re.compile('"'), re.compile("[«»]"), re.compile("[“”„‟]"))


def stored_form(text: str) -> StoredText:
    r"""Bring a text to the form in which articles keep it; doing it again changes nothing.

    Returns:
        The text, with each kind of change and note in the order of `CHANGES` and `NOTES`.

    Raises:
        KhabarError: the text holds a NUL or a lone surrogate.

    Example:
        >>> stored = stored_form("قال\u00a0الوزير\u200f: نعم. \r\n")
        >>> stored.text
        'قال الوزير: نعم.'
        >>> [(change.kind, change.count) for change in stored.changes]
        [('line-ends', 1), ('bidi', 1), ('spaces', 1), ('trailing-blanks', 1), ('blank-lines', 1)]
    """
    _refuse_unreadable(text)
    changes: list[Change] = []
    if _ODD.search(text):
        for kind, (pattern, new) in _PATTERNS.items():
            text = _replace(kind, pattern, new, text, changes)
        text = _settle_joiners(text, changes)
    text = _compose(text, changes)
    text = _replace("trailing-blanks", _TRAILING, "", text, changes)
    text = _collapse_blank_lines(text, changes)
    return StoredText(text, tuple(changes), tuple(_notes(text)))


def decode_entities(text: str) -> StoredText:
    """Decode HTML entities once: ``&amp;quot;`` becomes ``&quot;`` and stays so.

    Only entities closed by a semicolon count, so that addresses such as ``?a=1&copy=2`` stay.

    Example:
        >>> decode_entities("&laquo;نعم&raquo; &amp;lt;").text
        '«نعم» &lt;'
    """
    found = [one for one in _ENTITY.finditer(text) if html.unescape(one[0]) != one[0]]
    if not found:
        return StoredText(text)
    change = Change("entities", len(found), _example(text, found[0]))
    return StoredText(_ENTITY.sub(lambda one: html.unescape(one[0]), text), (change,))


def mask(text: str) -> str:
    """The text with a blank for each character that `stored_form` takes out or makes a blank.

    Offsets stay, so that what is found in it can be cut from the text itself.
    """
    return _INVISIBLE.sub(" ", text)


def decode(data: bytes, file: str) -> str:
    """The text of a file: UTF-8, or UTF-16 with a byte order mark.

    The mark of UTF-8 stays for `stored_form` to count.

    Args:
        data: the whole file.
        file: its name, for the place in the error.

    Raises:
        KhabarError: the bytes are binary or in another encoding; the place has the line and the
            message the byte offset.
    """
    marks = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    encoding = "utf-16" if data.startswith(marks) else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(data, error, file) from error
    _refuse_unreadable(text, file)
    return text


def place_of(text: str, offset: int, file: str) -> Place:
    """The line and column of a code point."""
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return Place(file=file, line=line, column=column, end_line=line, end_column=column + 1)


def _refuse_unreadable(text: str, file: str = "text") -> None:
    found = _UNREADABLE.search(text)
    if found is None:
        return
    what = "NUL" if found[0] == "\0" else f"lone surrogate U+{ord(found[0]):04X}"
    raise KhabarError(
        f"{what} at code point {found.start()}: this is not text",
        place=place_of(text, found.start(), file),
    )


def _undecodable(data: bytes, error: UnicodeDecodeError, file: str) -> KhabarError:
    start = error.start
    head = data[:4096]
    if b"\0" in head:
        message = f"binary file: byte 0x{data[start]:02X} at byte {start} is not UTF-8"
    else:
        message = (
            f"not UTF-8: byte 0x{data[start]:02X} at byte {start}; if it is Windows-1256: "
            "iconv -f WINDOWS-1256 -t UTF-8"
        )
    line = data.count(b"\n", 0, start) + 1
    return KhabarError(message, place=Place(file=file, line=line, end_line=line))


def _replace(
    kind: str, pattern: re.Pattern[str], new: str, text: str, changes: list[Change]
) -> str:
    first = pattern.search(text)
    if first is None:
        return text
    replaced, count = pattern.subn(new, text)
    changes.append(Change(kind, count, _example(text, first)))
    return replaced


def _settle_joiners(text: str, changes: list[Change]) -> str:
    """Keep one joiner between two letters, take out all others."""
    removed: list[re.Match[str]] = []
    count = 0

    def settle(found: re.Match[str]) -> str:
        nonlocal count
        kept = found[0][0] if _between_letters(text, found) else ""
        if kept != found[0]:
            removed.append(found)
            count += len(found[0]) - len(kept)
        return kept

    settled = _JOINERS.sub(settle, text)
    if removed:
        changes.append(Change("joiners", count, _example(text, removed[0])))
    return settled


def _between_letters(text: str, found: re.Match[str]) -> bool:
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    return (
        bool(before and after)
        and unicodedata.category(before)[0] in "LM"
        and unicodedata.category(after)[0] == "L"
    )


def _compose(text: str, changes: list[Change]) -> str:
    if unicodedata.is_normalized("NFC", text):
        return text
    composed = unicodedata.normalize("NFC", text)
    first, count = _first_not_composed(text)
    changes.append(Change("nfc", count, _example(text, first)))
    return composed


def _first_not_composed(text: str) -> tuple[re.Match[str], int]:
    """The first word that NFC changes and how many words it changes."""
    words = [word for word in _WORD.finditer(text) if not unicodedata.is_normalized("NFC", word[0])]
    return words[0], len(words)


def _collapse_blank_lines(text: str, changes: list[Change]) -> str:
    settled = _BLANK_LINES.sub("\n\n", text.strip("\n"))
    if settled != text:
        at = next(at for at, (old, new) in enumerate(zip_longest(text, settled)) if old != new)
        changes.append(Change("blank-lines", len(text) - len(settled), _around(text, at, at + 1)))
    return settled


def _notes(text: str) -> Iterator[Change]:
    if _NOTABLE.search(text):
        for kind, pattern in _NOTED.items():
            first = pattern.search(text)
            if first is not None:
                count = sum(1 for _ in pattern.finditer(text))
                yield Change(kind, count, _example(text, first))
    for kind, families in (("mixed-digits", _DIGITS), ("mixed-marks", _MARKS)):
        yield from _mixture(kind, families, text)


def _mixture(kind: str, families: tuple[re.Pattern[str], ...], text: str) -> Iterator[Change]:
    present = [family for family in families if family.search(text)]
    if len(present) < 2:
        return
    counts = Counter({family: len(family.findall(text)) for family in present})
    rarer = [family for family, _ in counts.most_common()[1:]]
    first = min((found for family in rarer if (found := family.search(text))), key=_start)
    yield Change(kind, sum(counts[family] for family in rarer), _example(text, first))


def _start(found: re.Match[str]) -> int:
    return found.start()


def _example(text: str, found: re.Match[str]) -> str:
    return _around(text, found.start(), found.end())


def _around(text: str, start: int, end: int, width: int = 12) -> str:
    """A stretch with a few characters around it, invisible ones spelled out."""
    return _INVISIBLE.sub(_spelled, text[max(0, start - width) : min(end, start + 40) + width])


def _spelled(found: re.Match[str]) -> str:
    return "".join(f"<U+{ord(char):04X}>" for char in found[0])
