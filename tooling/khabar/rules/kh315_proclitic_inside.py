"""KH315: proclitic-inside.

A mention begins with a proclitic that other mentions of its entity, or the entity's name, have not:
وروسيا beside روسيا.

Why: the guidelines leave و ف ب ك ل outside. Two habits in one corpus make two different strings of
one name.

Bad:
    قال مسؤولون في [روسيا] ... [وروسيا]

Good:
    قال مسؤولون في [روسيا] ... و[روسيا]

Fix: begin the span one letter later.

See: corpus/guidelines/02-proclitics.md
"""

import itertools
import unicodedata
from collections.abc import Iterator

from khabar.problem import Fix
from khabar.rules import _edits
from khabar.rules._index import Index
from khabar.rules._names import mentions_by_entity, said
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted
from khabar.text import PROCLITICS, fold

_LATER = Fix(safe=False, description="begin the span after the proclitic")


@rule("KH315", severity="info", fix="unsafe")
def proclitic_inside(index: Index) -> Iterator[Hit]:
    for name, mentions in mentions_by_entity(index).items():
        if not any(one.spans[0].text[0] in PROCLITICS for _, one in mentions):
            continue
        known = {fold(said(one)) for _, one in mentions}
        if name in index.entities:
            known.add(fold(index.entities[name].name))
        for at, mention in mentions:
            first, words = mention.spans[0], fold(said(mention))
            bare = next((one for one in _without_proclitic(words) if one in known), None)
            if bare and _alone(index.text, first.start):
                message = (
                    f"{mention.id} is {quoted(said(mention))}, while {name} is called "
                    f"{quoted(bare)} elsewhere"
                )
                pointer = f"/mentions/{at}/spans/0"
                start = first.start + _proclitic_length(first.text)
                edits = _edits.span(pointer, start, first.end, index.text)
                if words.startswith("لل") or start >= first.end:
                    yield Hit(message, pointer, first.start, first.end)
                else:
                    yield Hit(message, pointer, first.start, first.end, _LATER, edits=edits)


def _without_proclitic(words: str) -> tuple[str, ...]:
    """The words without a proclitic at their head, also with the alef that لل elides."""
    if words[:1] not in PROCLITICS or len(words.split()[0]) <= 2:
        return ()
    return (words[1:], "ا" + words[1:]) if words.startswith("لل") else (words[1:],)


def _proclitic_length(words: str) -> int:
    """How many characters the first letter and its marks take."""
    marks = itertools.takewhile(unicodedata.combining, words[1:])
    return 1 + sum(1 for _ in marks)


def _alone(text: str, start: int) -> bool:
    """Whether the word begins with the mention: no letter stands before it."""
    return not text[start - 1 : start].isalpha()
