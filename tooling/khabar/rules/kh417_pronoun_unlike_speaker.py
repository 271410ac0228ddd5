"""KH417: pronoun-unlike-speaker.

A pronoun that names the speaker or a relay, or stands at the verbal noun of saying (قوله), is of
another gender or number than the entity.

Asked are entities with `gender` and `number`; ها may stand for any plural that is no person.

Why: the pronoun decides between two who may be meant: in نقلت الوكالة عنه the ه is a man, not the
agency.

Bad:
    نقلت عن[ه] ...    speaker: وكالة الساحل (feminine)

Good:
    نقلت عن[ها] ...    speaker: وكالة الساحل (feminine)

Fix: correct the speaker or relay, or the gender and number of the entity.

See: corpus/guidelines/04-chains.md C6
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from khabar.model import Entity, Span
from khabar.rules._cues import form
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted
from khabar.text import fold

_PRONOUNS = {
    "ه": ("masculine", "singular"),
    "ها": ("feminine", "singular"),
    "هما": (None, "dual"),
    "هم": ("masculine", "plural"),
    "هن": ("feminine", "plural"),
}
_NOUN = re.compile("(?:قول|اقوال|تصريح|تصريحات|راي|اعتقاد|تاكيد|اعراب|قلق|امل|وصف)(هما|ها|هم|هن|ه)")


@rule("KH417", severity="info")
def pronoun_unlike_speaker(index: Index) -> Iterator[Hit]:
    for pointer, span, pronoun, name in _pronouns(index):
        entity = index.entities.get(name)
        if entity is not None and _unlike(pronoun, entity):
            gender, number = _PRONOUNS[pronoun]
            told = " ".join(one for one in (gender, number) if one)
            message = (
                f"the pronoun of {quoted(span.text)} is {told}, {entity.id} "
                f"{quoted(entity.name)} is {entity.gender or 'of any gender'} "
                f"{entity.number or 'of any number'}"
            )
            yield Hit(message, pointer, span.start, span.end)


def _pronouns(index: Index) -> Iterator[tuple[str, Span, str, str]]:
    """Each pronoun with its place and the entity that it is said to be."""
    for at, quote in enumerate(index.article.quotes):
        parts = [("source", quote.source, quote.speaker), ("cue", quote.cue, quote.speaker)]
        for step, relay in enumerate(quote.chain or ()):
            parts.append((f"chain/{step}/source", relay.source, relay.relay))
        for field, spans, name in parts:
            for number, span in enumerate(spans or ()):
                pronoun = _of_cue(span.text) if field == "cue" else _of_source(span.text)
                if pronoun and name is not None:
                    yield f"/quotes/{at}/{field}/{number}", span, pronoun, name


@lru_cache(1 << 12)
def _of_source(words: str) -> str | None:
    """The pronoun that a source is."""
    folded = "" if " " in words else fold(words)
    return folded if folded in _PRONOUNS else None


@lru_cache(1 << 12)
def _of_cue(words: str) -> str | None:
    """The pronoun of a cue that ends in a noun with one."""
    last = "".join(fold(words).split()[-1:])
    found = _NOUN.fullmatch(last) or _NOUN.fullmatch(last[1:])
    return found[1] if found and form(last) else None


def _unlike(pronoun: str, entity: Entity) -> bool:
    gender, number = _PRONOUNS[pronoun]
    if entity.type != "PER" and entity.number != "singular":
        return False
    if number and entity.number and number != entity.number:
        return True
    return bool(gender and entity.gender and gender != entity.gender)
