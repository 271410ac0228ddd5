"""KH422: speech-not-annotated.

In an annotated article five words or more stand in quotation marks, a word of saying stands before
them in the sentence, and no quote has them.

Marks within a mention (the title of a work) are left alone.

Why: most such stretches are speech. Shorter ones mostly are titles, terms and scare quotes.

Bad:
    قالت سلمى: «سنبدأ العمل في الميناء غدا»    without a quote

Good:
    قالت سلمى: [«سنبدأ العمل في الميناء غدا»]

Fix: annotate the quote; where it is none, the finding may be noted as known.

See: corpus/guidelines/03-quotes.md Q1 Q17
"""

import re
from collections.abc import Iterator

from khabar.rules._cues import form
from khabar.rules._index import Index
from khabar.rules._marks import Pair, marks
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted

_FEWEST = 5
_SENTENCE = re.compile(r"[.؟!]\s|\n")
_WORD = re.compile(r"[\u0621-\u0652]+")
_LOOK_BACK = 120
_NOT_OF_SPEECH = re.compile(
    "قرر|حدد|نشر|مقر|ذاكر|بث|تحدث|طلب|نقل|قسم|امر|صادق|مدينة|هنا|اثنين|صحت|المحا|^بين$|رد$"
)
"""Words that more often stand before a title or a term than before speech."""


@rule("KH422", severity="info")
def speech_not_annotated(index: Index) -> Iterator[Hit]:
    if not index.finished:
        return
    taken = [(one.start, one.end) for quote in index.article.quotes for one in quote.content]
    ends = dict(taken)
    loose = [one for one in marks(index).pairs if ends.get(one.start, 0) < one.end]
    if loose:
        taken += [(one.spans[0].start, one.spans[-1].end) for one in index.article.mentions]
    for pair in loose:
        words = index.text[pair.start : pair.end]
        if len(_WORD.findall(words)) < _FEWEST or any(_holds(one, pair) for one in taken):
            continue
        cue = _cue(index.text, pair.start)
        if cue:
            message = f"{quoted(words)} stands in marks behind {quoted(cue)}, and no quote has it"
            yield Hit(message, "/text", pair.start, pair.end, mark=words)


def _holds(span: tuple[int, int], pair: Pair) -> bool:
    """Whether an annotation has at least half of the words in marks."""
    shared = min(span[1], pair.end) - max(span[0], pair.start)
    return shared * 2 >= pair.end - pair.start


def _cue(text: str, start: int) -> str:
    """The last word of saying in the sentence before a mark."""
    before = _SENTENCE.split(text[max(0, start - _LOOK_BACK) : start])[-1]
    words: list[str] = _WORD.findall(before)
    for word in reversed(words):
        found = form(word)
        if found and found.subject and found.tells and not _NOT_OF_SPEECH.search(found.form):
            return word
    return ""
