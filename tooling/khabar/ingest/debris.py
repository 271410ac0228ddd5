"""Style sheets and scripts that a crawler left in the text of a page."""

import re
from collections.abc import Iterator

from msgspec import Struct


class Stretch(Struct, frozen=True):
    """Code points ``[start, end)`` of a line; `kind` is None where it is text."""

    start: int
    end: int
    kind: str | None = None


_SUSPECT = re.compile(r"[{}<]|window\.|document\.|\$\(|jQuery|googletag|gtag|fbq|^\s*(?:var|let)\b")
_ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3]")
_ELEMENT = re.compile(r"<(script|style)\b[^>]*>|(<!--)", re.IGNORECASE)
_SCRIPT = re.compile(
    r"(?:(?:\(\s*)?\w+\s*=\s*window\.|\(function\b|googletag\.|window\.|document\.|\$\(|jQuery\("
    r"|gtag\(|fbq\(|\b(?:var|let|const)\s+\w+\s*=)[^\u0620-\u064a]*[;})]"
)
_SCRIPT_LINE = re.compile(
    r"\s*(?:(?:var|let|const)\s+\w+|function\b|(?:if|for|while|try|else|return)\b.*[;{]$|\}|//<)"
)
_SCRIPT_MARK = re.compile(r"[;={(}]")
_BRACES_ONLY = re.compile(r"[\s{}()\[\];,]*[{}][\s{}()\[\];,]*")
_SELECTOR = re.compile(r"[.#@*:]?[A-Za-z][\w\-.#:\[\]=\"'()>+~*,%]*|[>+~*,]|\d+%,?")
_SELECTOR_START = re.compile(
    r"[.#@*:]|(?:html|body|div|img|span|p|a|ul|li|ol|table|td|tr|h[1-6])\b"
)
_OPENS = re.compile(r"[^\u0620-\u064a]*\{\s*")


def cut(lines: list[str]) -> Iterator[list[Stretch]]:
    """Cut each line into text and debris; the stretches of a line follow one another.

    Blocks that run over several lines are followed to their closing brace or tag, but never
    past a line of Arabic: a brace that nobody closed costs no paragraph.
    """
    at = 0
    while at < len(lines):
        kind, length = _block(lines, at)
        if kind is None:
            yield list(_stretches(lines[at]))
            at += 1
            continue
        for line in lines[at : at + length]:
            yield [Stretch(0, len(line), kind)]
        at += length


def _block(lines: list[str], at: int) -> tuple[str | None, int]:
    """The kind of the block of whole lines that starts here and its number of lines."""
    line = lines[at]
    if not _SUSPECT.search(line):
        return None, 0
    opened = _ELEMENT.match(line.lstrip())
    if opened:
        return _element(lines, at, opened)
    if _ARABIC.search(line):
        return None, 0
    if _OPENS.fullmatch(line):
        kind = "script" if _SCRIPT.search(line) or _SCRIPT_LINE.match(line) else "style-sheet"
        return kind, _balanced(lines, at)
    if _BRACES_ONLY.fullmatch(line):
        return "script", 1
    if _SCRIPT_LINE.match(line) and _SCRIPT_MARK.search(line):
        return "script", 1
    return None, 0


def _element(lines: list[str], at: int, opened: re.Match[str]) -> tuple[str | None, int]:
    """A script, style or comment that starts a line and closes at the end of one."""
    name = opened[1]
    closing = f"</{name.lower()}>" if name else "-->"
    kind = "style-sheet" if name and name.lower() == "style" else "script"
    for length, line in enumerate(lines[at:], 1):
        if closing in line.lower():
            whole = line.lower().rstrip().endswith(closing)
            return (kind, length) if whole and (length > 1 or name) else (None, 0)
    return None, 0


def _balanced(lines: list[str], at: int) -> int:
    depth = 0
    for length, line in enumerate(lines[at:], 1):
        if length > 1 and _ARABIC.search(line) and not line.rstrip().endswith((";", "{", "}")):
            return length - 1
        depth += line.count("{") - line.count("}")
        if depth <= 0:
            return length
    return 1


def _stretches(line: str) -> Iterator[Stretch]:
    """Text and debris of one line, in order, covering all of it."""
    found = sorted(_inline(line), key=lambda one: one.start) if _SUSPECT.search(line) else []
    at = 0
    for one in _joined(line, found):
        if line[at : one.start].strip():
            yield Stretch(at, one.start)
            at = one.start
        yield Stretch(at, one.end, one.kind)
        at = one.end
    if at < len(line) or not line:
        yield Stretch(at, len(line))


def _joined(line: str, found: list[Stretch]) -> list[Stretch]:
    """Make one stretch of neighbors of one kind with only blanks between them."""
    joined: list[Stretch] = []
    for one in found:
        last = joined[-1] if joined else None
        if last and one.start < last.end:
            continue
        if last and last.kind == one.kind and not line[last.end : one.start].strip():
            joined[-1] = Stretch(last.start, one.end, one.kind)
        else:
            joined.append(one)
    return joined


def _inline(line: str) -> Iterator[Stretch]:
    for script in _SCRIPT.finditer(line):
        yield Stretch(script.start(), script.end(), "script")
    ends = _groups(line)
    at = line.find("{")
    while at >= 0:
        end = ends.get(at)
        code = end is not None and _is_code(line[at + 1 : end - 1])
        start = _selector(line, at) if code else at
        if end is not None and start < at:
            yield Stretch(start, end, "style-sheet")
        at = line.find("{", end if end is not None and code else at + 1)


def _groups(line: str) -> dict[int, int]:
    """Where each group of braces starts and ends."""
    opened: list[int] = []
    groups: dict[int, int] = {}
    for brace in re.finditer("[{}]", line):
        if brace[0] == "{":
            opened.append(brace.start())
        elif opened:
            groups[opened.pop()] = brace.end()
    return groups


def _is_code(inside: str) -> bool:
    return (":" in inside or not inside.strip()) and not _ARABIC.search(inside)


def _selector(line: str, at: int) -> int:
    """Where the selector before the brace at `at` starts; `at` where there is none."""
    start = at
    for word in reversed(list(re.finditer(r"\S+", line[max(0, at - 200) : at]))):
        if not _SELECTOR.fullmatch(word[0]):
            break
        if _SELECTOR_START.match(word[0]):
            start = max(0, at - 200) + word.start()
    return start
