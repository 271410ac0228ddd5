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

See: corpus/guidelines/02-proclitics.md P1 P3
"""

import itertools
import unicodedata
from collections.abc import Iterator

from khabar.problem import Fix
from khabar.rules import _edits
from khabar.rules._index import Index
from khabar.rules._names import key, said
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted
from khabar.text import PROCLITICS

_LATER = Fix(safe=False, description="begin the span after the proclitic")


@rule("KH315", severity="info", fix="unsafe")
def proclitic_inside(index: Index) -> Iterator[Hit]:
    if not _may_repeat(index):
        return
    for name, mentions in index.mentions.items():
        known = {index.keys[at] for at, _ in mentions}
        if name in index.entities:
            known.add(key(index.entities[name].name))
        if len(known) == 1 or PROCLITICS.isdisjoint([words[:1] for words in known]):
            continue
        for at, mention in mentions:
            first, words = mention.spans[0], index.keys[at]
            bare = next((one for one in _without_proclitic(words) if one in known), None)
            if bare and _alone(index.text, first.start):
                message = (
                    f"{mention.id} is {quoted(said(mention))}, while {name} is called "
                    f"{quoted(bare)} elsewhere"
                )
                pointer = f"/mentions/{at}/spans/0"
                start = first.start + _proclitic_length(first.text)
                edits = _edits.span(pointer, start, first.end, index.text)
                if words.startswith("لل"):
                    yield Hit(message, pointer, first.start, first.end)
                else:
                    yield Hit(message, pointer, first.start, first.end, _LATER, edits=edits)


def _may_repeat(index: Index) -> bool:
    """Whether anything is called what is left of a mention without its first letter."""
    long = [words for words in index.keys if words[:1] in PROCLITICS]
    bare = {words[1:] for words in long} | {"ا" + words[1:] for words in long}
    return not (bare.isdisjoint(index.keys) and bare.isdisjoint(index.entity_keys))


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
