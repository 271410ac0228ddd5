"""Words of saying: forms of the verbs and nouns that Arabic news reports speech with.

The lexicon is data (`_cue_words`). Its forms are folded (`khabar.text.fold`). They are what a cue
may be, not what must be one: many of them have other senses.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from khabar.rules._cue_forms import Form, Forms, inflected, seldom, seldom_present
from khabar.rules._cue_words import CUES, DIALECT, DIALECT_TIED, OTHERS, SAYING
from khabar.text import fold

_SUFFIXES = frozenset(("ه", "ها", "هم", "هن", "هما", "ني", "ي", "نا", "ك", "كم"))
_HEADS = frozenset("وفسلبك")
_AFTER_PRONOUN = {"و": "وا", "ا": "ي", "ت": "ة", "ئ": "ء", "ؤ": "ء"}
"""The letter that a word ends in before a pronoun, and what it ends in without (دعوته: دعوة)."""

_LINE = re.compile(r"[|\n]")


_Known = tuple[Form | None, bool]
"""Subject and tells of a `Word`: ten thousand of them are made, and few asked for."""


class Word(NamedTuple):
    """A word of saying.

    Attributes:
        form: the folded form, without proclitic and pronoun.
        subject: what it says of its subject; None for nouns, and for verbs that may be one.
        tells: whether it tells of speech by itself; of others one knows where they are marked.
    """

    form: str
    subject: Form | None
    tells: bool


@cache
def forms() -> dict[str, _Known]:
    """All forms of saying by their letters; where two verbs share a form, what both say."""
    found: dict[str, _Known] = {}
    lists = ((_verbs(SAYING), True), (_verbs(CUES), False))
    for verbs, tells in lists:
        _add(found, (one for verb in verbs for one in inflected(*verb)), tells=tells)
    _add(found, ((one, None) for one in OTHERS.split()), tells=True)
    for verbs, tells in lists:
        _add_new(found, (one for verb in verbs for one in seldom(*verb[:2])), tells=tells)
        _add_new(found, (one for verb in verbs for one in seldom_present(*verb[:2])), tells=False)
    _add_new(found, _tied(found), tells=True)
    _add_new(found, ((one, None) for one in DIALECT.split()), tells=True)
    return found


def _verbs(words: str) -> list[list[str]]:
    return [line.split() for line in _LINE.split(words.strip())]


def _add(found: dict[str, _Known], words: Forms, *, tells: bool) -> None:
    for one, subject in _folded(words):
        before = found.get(one)
        if before is None:
            found[one] = (subject, tells)
        elif tells or subject or not before[1]:  # تذكر, she mentions, is a noun too seldom
            found[one] = (_shared(before[0], subject), before[1] or tells)


def _add_new(found: dict[str, _Known], words: Forms, *, tells: bool) -> None:
    """Forms that are met too seldom to make others doubtful."""
    for one, subject in _folded(words):
        if one not in found:
            found[one] = (subject, tells)


def _folded(words: Forms) -> Forms:
    """Forms with their letters folded, all at once, which is quicker."""
    told = list(words)
    folded = fold(" ".join([one for one, _ in told])).split(" ")
    return zip(folded, [subject for _, subject in told], strict=True)


def _shared(one: Form | None, other: Form | None) -> Form | None:
    """What two readings of a form both say of the subject."""
    if one is None or other is None or one == other:
        return one and other
    return Form(
        one.gender if one.gender == other.gender else None,
        one.number if one.number == other.number else None,
    )


def _tied(found: dict[str, _Known]) -> Forms:
    """Pasts with what the dialects tie to them: قالت and لي are قالتلي."""
    stems, pronouns = (line.split() for line in DIALECT_TIED.strip().split("\n"))
    for stem in stems:
        known = found.get(stem) or found.get(stem + "ا")
        for pronoun in pronouns:
            yield stem + pronoun, known[0] if known else None


@lru_cache(1 << 12)
def form(word: str) -> Word | None:
    """What is known of a word as a form of saying; None for any other word.

    A proclitic before it and a pronoun behind it are no part of the form.

    Example:
        >>> form("وأضافت")
        Word(form='اضافت', subject=Form(gender='feminine', number='singular'), tells=True)
        >>> form("ميناء")
    """
    known = forms()
    for start in _starts(fold(word)):
        if start in known:
            return Word(start, *known[start])
        if start[:2] == "ال" and start[2:] in known:  # no verb, whatever it looks like: الكتب
            return Word(start[2:], None, known[start[2:]][1])
        for one in _before_pronoun(start):
            if one in known:
                return Word(one, *known[one])
    return None


def _starts(folded: str) -> Iterator[str]:
    """A word, and the word without one and two letters that may be proclitics."""
    yield folded
    if folded[:1] in _HEADS:
        yield folded[1:]
        if folded[1:2] in _HEADS:
            yield folded[2:]


def _before_pronoun(word: str) -> Iterator[str]:
    for length in (3, 2, 1):
        if word[-length:] in _SUFFIXES:
            rest = word[:-length]
            yield rest
            if rest[-1:] in _AFTER_PRONOUN:
                yield rest[:-1] + _AFTER_PRONOUN[rest[-1]]
