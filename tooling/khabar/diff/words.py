"""Differences in words, as plain text and as Markdown."""

import json
from collections import Counter
from collections.abc import Iterable
from typing import TypeGuard

from khabar.diff.compare import Change
from khabar.diff.sources import Difference
from khabar.text import isolated

_ROOM = 70


def shown(text: str) -> str:
    """Words to stand in a line of the other direction, shortened in the middle.

    Example:
        >>> shown("سلمى") == "\u2068سلمى\u2069"
        True
    """
    if len(text) > _ROOM:
        text = f"{text[: _ROOM // 2]} … {text[-_ROOM // 2 :]}"
    return isolated(" ".join(text.split()))


def sentence(change: Change) -> str:
    """One change in a line.

    Example:
        >>> sentence(Change(kind="relinked", what="quote", id="q1", field="speaker",
        ...     before="e1", after="e2"))
        'relinked quote q1 speaker: e1 → e2'
    """
    head = f"{change.kind} {change.what} {change.id}"
    if change.text:
        head += f" {shown(change.text)}"
    if not change.field:
        return head
    return f"{head} {change.field}: {_value(change.before)} → {_value(change.after)}"


def _value(value: object) -> str:
    if value is None:
        return "(none)"
    if isinstance(value, str):
        return shown(value) if not value.isascii() else value
    if _is_spans(value):
        return " + ".join(f"[{span['start']}:{span['end']}]" for span in value)
    said = json.dumps(value, ensure_ascii=False)
    return said if said.isascii() else shown(said)


def _is_spans(value: object) -> TypeGuard[list[dict[str, int]]]:
    return (
        isinstance(value, list | tuple)
        and bool(value)
        and all(isinstance(one, dict) and "start" in one for one in value)
    )


def lines(differences: Iterable[Difference]) -> Iterable[str]:
    """The differences as lines of text: a head for each article, then its changes."""
    for one in differences:
        yield _head(one)
        for change in one.changes:
            yield f"  {sentence(change)}"


def _head(one: Difference) -> str:
    by = f" by {one.annotator}" if one.annotator else ""
    return f"{one.article}{by}: {one.state}{_tally(one.changes)}"


def _tally(changes: Iterable[Change]) -> str:
    counts = Counter(f"{one.what} {one.kind}" for one in changes)
    return "".join(f", {count} {name}" for name, count in counts.items())


def markdown(differences: Iterable[Difference]) -> Iterable[str]:
    """The differences as lines of Markdown: a section for each article with a table."""
    for one in differences:
        yield f"### {_head(one)}"
        yield ""
        if one.changes:
            yield "| change | what | id | words | field | before | after |"
            yield "|---|---|---|---|---|---|---|"
            for change in one.changes:
                yield _row(change)
            yield ""


def _row(change: Change) -> str:
    cells = [change.kind, change.what, change.id]
    cells += [shown(change.text) if change.text else "", change.field]
    cells += [_value(change.before), _value(change.after)] if change.field else ["", ""]
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
