"""KH428: proclitic-in-quote.

A cue begins with the و or ف that ties its sentence to the one before (وقال), or what was said
begins with a proclitic before أن (بأن).

Words whose و or ف is of the stem (وصف, وعد, وفق, فسر) are left alone, and what was said verbatim.

Why: the guidelines leave these letters outside. With them inside, قال and وقال are two cues.

Bad:
    [وأفادت] الحداد [بأن العمل بدأ]

Good:
    و[أفادت] الحداد ب[أن العمل بدأ]

Fix: begin the span behind the proclitic.

See: corpus/guidelines/02-proclitics.md P5
"""

import re
from collections.abc import Iterator

from khabar.model import Quote, Spans
from khabar.problem import Fix
from khabar.rules import _edits
from khabar.rules._cues import form
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted
from khabar.text import fold

_FIRST = re.compile("([وف][\u064b-\u0652]*)([\\w\u064b-\u0652]+)")
_PARTICLES = frozenset(("لم", "لن", "لا", "قد"))
_CLAUSE = re.compile(
    "((?:[وف][\u064b-\u0652]*)?ب[\u064b-\u0652]*|[وف][\u064b-\u0652]*)"
    "[أإ]ن[\u064b-\u0652]*(?:ه|ها|هما|هم|هن|ك|كما|كم|ني|ي|نا)?(?![\\w\u064b-\u0652])"
)
_LATER = Fix(safe=False, description="begin the span after the proclitic")


@rule("KH428", severity="info", fix="unsafe")
def proclitic_in_quote(index: Index) -> Iterator[Hit]:
    for at, quote in enumerate(index.article.quotes):
        for field, spans in _fields(quote):
            for number, span in enumerate(spans):
                content = field == "content"
                letters = _of_clause(span.text) if content else _of_cue(span.text)
                if letters:
                    pointer = f"/quotes/{at}/{field}/{number}"
                    message = f"{quoted(span.text)} begins with the proclitic {quoted(letters)}"
                    edits = _edits.span(pointer, span.start + len(letters), span.end, index.text)
                    yield Hit(message, pointer, span.start, span.end, _LATER, edits=edits)


def _fields(quote: Quote) -> Iterator[tuple[str, Spans]]:
    """The parts of a quote that a proclitic may stand in."""
    if quote.type != "direct":
        yield "content", quote.content
    if quote.cue is not None:
        yield "cue", quote.cue
    for step, relay in enumerate(quote.chain or ()):
        if relay.cue is not None:
            yield f"chain/{step}/cue", relay.cue


def _of_clause(words: str) -> str:
    found = _CLAUSE.match(words)
    return found[1] if found else ""


def _of_cue(words: str) -> str:
    """The proclitic of a cue's first word; a letter that a word of saying begins with is none."""
    found = _FIRST.match(words)
    if not found:
        return ""
    bare = fold(found[2])
    known = form(found[0])
    tied = known is not None and not fold(found[0]).startswith(known.form)
    return found[1] if tied or bare in _PARTICLES else ""
