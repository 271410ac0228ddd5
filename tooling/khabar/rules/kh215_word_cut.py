"""KH215: word-cut.

A span starts or ends inside a word, and no proclitic or pronoun accounts for it.

Why: it is mostly an offset that is off by one, and words cut in two are lost to every format that
counts in words.

The proclitics و ف ب ك ل before a mention stay outside, so a span may start after them. A pronoun
written onto a word (the ه of عنه) is a span of its own when it is a source or a mention of level
`pronoun`, and what stands before it may end there.

Bad:
    أعلنت [وزير]ة النقل

Good:
    أعلنت [وزيرة] النقل
    التقى ب[سلمى]

Fix: take the whole word, or move the edge to the proclitic.

See: corpus/guidelines/02-proclitics.md P1 P4
"""

import re
from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted
from khabar.text import PROCLITICS, is_proclitic, splits_grapheme, word_around

_PRONOUN = re.compile("(?:ه|ها|هما|هم|هن|ك|كما|كم|كن|ي|نا|ني)")
_BLANKS = ("", " ", "\n")
"""What stands before the commonest case of all: one proclitic at the head of its word."""
_MARKS = re.compile("[\u0640\u064b-\u065f\u0670]")


@rule("KH215", severity="info")
def word_cut(index: Index) -> Iterator[Hit]:
    text = index.text
    for number, offset in index.inner_edges:
        span = index.spans[number]
        starts = offset == span.start
        if starts and text[offset - 1] in PROCLITICS and text[offset - 2 : offset - 1] in _BLANKS:
            continue
        word = word_around(text, offset)
        if word is None or splits_grapheme(text, offset):
            continue
        if starts and (is_proclitic(text[word[0] : offset]) or _is_pronoun(text[offset : word[1]])):
            continue
        if not starts and _is_pronoun(text[offset : word[1]]):
            continue
        edge = "starts" if starts else "ends"
        yield Hit(
            f"the span {quoted(span.text)} {edge} inside the word {quoted(text[slice(*word)])}",
            index.pointers[number],
            span.start,
            span.end,
            mark=f"{edge} {span.text}",
        )


def _is_pronoun(letters: str) -> bool:
    return bool(_PRONOUN.fullmatch(_MARKS.sub("", letters)))
