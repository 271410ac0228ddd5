"""KH426: polarity-against-cue.

The polarity of a quote and the words of its cue do not go together: a quote is asserted, but its
cue negates a word of saying (لم تقل) or declines to speak (رفضت التعليق); it is negated, and no
particle in the cue says so; it is refused, but a particle negates the cue (لم يجب).

Left alone are words behind a colon, which were said whatever stands before them, and what إلا or
سوى excepts. What one says one will not tell (لن يخبر) may be either, negated or refused.

Why: by its polarity a reader knows whether anything was said. "She did not say that the work has
begun", counted as asserted, says the contrary of the text.

Bad:
    [لم تقل] الحداد [إن العمل بدأ]    without "polarity"
    [لم تجب] الحداد عن [سؤالنا]       "polarity": "refused"

Good:
    [لم تقل] الحداد [إن العمل بدأ]    "polarity": "negated"
    [اعتذرت] الحداد عن [كشف المبلغ]   "polarity": "refused"

Fix: correct the polarity, or take the particle into the cue.

See: corpus/guidelines/03-quotes.md Q18 Q19 Q29 Q30
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from khabar.model import Quote, Spans
from khabar.rules._cues import form
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import extent, shown
from khabar.text import fold

_WORD = re.compile(r"\w+")
_PARTICLE = re.compile(r"\b[وف]?(?:لم|لما|لا|لن|ليس|ليست|ليسوا|ما|الا|دون|غير|عدم|بلا|بدون)\b")
_BEFORE_VERB = re.compile(r"\b[وف]?(لم|لا|لن|دون ان|غير ان) ([يتنا]\w+)")
_EXCEPTED = re.compile(r"\b(?:إلا|سوى)\b")
_SHORT = re.compile("[يت](?:جب|شر|فد|ضف|نف|دع|بد|قل)")
"""Jussives, folded, whose last letters fall away: the lexicon has the full forms."""

_DENIES = re.compile("[يت]ستبعد(?:ون|وا)?|[يت]نكر(?:ون|وا)?")
_DECLINES = re.compile(
    r"\b(?:(?:[يت]?رفض|امتنع|[يت]متنع|احجم|[يت]حجم|[ايت]عتذر)(?:ت|وا|ون|ا)?|"
    r"(?:رافض|ممتنع|محجم|معتذر)(?:ا|ة|ين|ون)?|ابي|ابت|ابوا|[يت]ابي)\b"
)
_SPEECH = re.compile(
    r"\b(?:ال)?(?:تعليق|تعقيب|رد|كلام|حديث|افصاح|كشف|خوض|ادلاء|اجابة|ذكر|تصريح|بوح|توضيح|"
    r"تسمية|تكهن)\b"
)
_CLAUSE = re.compile(r" ان (\w+)")


class _Cue(NamedTuple):
    """What the words of a cue say of polarity.

    Attributes:
        particle: whether it holds a particle of negation.
        negation: the particle before a word of saying, "" if none is there.
        declines: whether it has a verb of declining that is not negated.
        speech: whether what is declined is speech, by the words of the cue itself.
    """

    particle: bool
    negation: str
    declines: bool
    speech: bool


@rule("KH426", severity="info")
def polarity_against_cue(index: Index) -> Iterator[Hit]:
    for at, quote in enumerate(index.article.quotes):
        if quote.cue is None:
            continue
        fault = _fault(index.text, quote, quote.cue)
        if fault:
            message = f"{quote.id} is {quote.polarity}, but its cue {shown(quote.cue)} {fault}"
            yield Hit(message, f"/quotes/{at}/cue", *extent(quote.cue))


def _fault(text: str, quote: Quote, cue: Spans) -> str:
    """What the cue says against the polarity of its quote, "" if nothing."""
    said = _read(" ".join([one.text for one in cue]))
    if quote.polarity == "refused":
        negates = said.negation not in ("", "لن") and not said.declines
        return "negates a word of saying and declines nothing" if negates else ""
    if quote.polarity == "hypothetical":
        return ""
    content = fold(" ".join([one.text for one in quote.content]))
    if said.speech or (said.declines and _SPEECH.fullmatch(content)):
        return "declines to speak"
    if quote.polarity == "negated":
        return "" if said.particle else "has no particle of negation"
    said_not = said.negation and not _said_all_the_same(text, quote, cue)
    return "negates a word of saying" if said_not else ""


def _said_all_the_same(text: str, quote: Quote, cue: Spans) -> bool:
    """Whether the words stand behind a colon, or are what the negation excepts."""
    start = quote.content[0].start
    return text[:start].rstrip().endswith(":") or bool(_EXCEPTED.search(text[cue[0].start : start]))


@lru_cache(1 << 12)
def _read(cue: str) -> _Cue:
    words = " ".join(_WORD.findall(fold(cue)))
    declined = _declined(words)
    clauses: list[str] = _CLAUSE.findall(declined or "")
    return _Cue(
        particle=_PARTICLE.search(words) is not None,
        negation=_negation(words),
        declines=declined is not None,
        speech=_SPEECH.search(declined or "") is not None or any(map(form, clauses)),
    )


def _negation(words: str) -> str:
    """The first particle that stands before a word of saying."""
    for particle, verb in _BEFORE_VERB.findall(words):
        known = form(verb)
        tells = known is not None and known.tells
        if tells or _DENIES.fullmatch(verb) or (particle == "لم" and _SHORT.fullmatch(verb)):
            return str(particle)
    return ""


def _declined(words: str) -> str | None:
    """What stands behind a verb of declining that no particle negates."""
    found = _DECLINES.search(words)
    if found is None or _PARTICLE.search(words[: found.start()]):
        return None
    return words[found.end() :]
