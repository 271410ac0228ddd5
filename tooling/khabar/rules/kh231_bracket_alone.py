"""KH231: bracket-alone.

A bracket has no other half in its paragraph.

Why: mostly words were lost with the other half. Numbers and letters of a list (1), أ)) are left
alone.

Bad:
    "وكالة الساحل (نوال أعلنت"

Good:
    "وكالة الساحل (نوال) أعلنت"

Fix: none in an annotated text; where the source has the bracket, take it from there.

See: schema/article.schema.json
"""

import re
from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._scan import has
from khabar.rules._words import quoted

_BRACKET = re.compile(r"[()\[\]\n]")
_CLOSES = {")": "(", "]": "["}
_ITEM = re.compile(r"(?:^|[\s])(?:\d{1,3}|[\u0621-\u064a]|[A-Za-z]) ?$")
_LOOK_BACK = 5


@rule("KH231", severity="info")
def bracket_alone(index: Index) -> Iterator[Hit]:
    if not has(index.text, "()[]"):
        return
    for at in _alone(index.text):
        message = f"the bracket {quoted(index.text[at])} at offset {at} has no other half"
        yield Hit(message, "/text", at, at + 1, mark=index.text[at])


def _alone(text: str) -> list[int]:
    alone: list[int] = []
    open_: list[int] = []
    for found in _BRACKET.finditer(text):
        at, char = found.start(), found[0]
        if char == "\n":
            alone += open_
            open_ = []
        elif char not in _CLOSES:
            open_.append(at)
        elif open_ and text[open_[-1]] == _CLOSES[char]:
            open_.pop()
        elif not _ITEM.search(text[max(0, at - _LOOK_BACK) : at]):
            alone.append(at)
    return sorted(alone + open_)
