"""KH209: persian-letter.

Arabic text has letters of the Persian or Urdu keyboard where Arabic ones belong: ی for ي or ى, ک
for ك, ھ or ہ for ه.

Why: the words look the same and are not equal. What a letter stands for depends on its place: ی
within a word is ي, at its end it is ى in على, إلى, حتى, لدى and the like and may be either
elsewhere. The finding says which; nothing is guessed. Text that has letters only Persian has (پ چ
ژ گ) in the same word is left alone, and so are articles in other languages.

Bad:
    "في روسیا"

Good:
    "في روسيا"

Fix: none in an annotated text: it keeps its letters and matching folds them. The entity's name has
Arabic letters.

See: corpus/guidelines/02-proclitics.md P6
"""

import re
from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import named, quoted

_LETTERS = {"ی": "ي", "ک": "ك", "ھ": "ه", "ہ": "ه", "ە": "ه", "ے": "ي"}
_WORD = re.compile(r"[\w\u064b-\u065f\u0670\u200c]+")
_FOREIGN = frozenset("پچژگٹڈڑں")
_MARKS = re.compile("[\u064b-\u065f\u0670\u200c\u0640]")
_HEAD = re.compile("^[وف]?")
_MAKSURA = frozenset(
    ("علی", "إلی", "الی", "حتی", "لدی", "متی", "سوی", "مدی", "بلی", "أولی", "أخری", "کبری", "كبری")
)
"""Words whose final letter is ى; all others are undecided."""


@rule("KH209", severity="info")
def persian_letter(index: Index) -> Iterator[Hit]:
    data = index.encoded
    if not (b"\xda" in data or b"\xdb" in data) or not index.article.language.startswith("ar"):
        return
    counts: dict[tuple[str, str], int] = {}
    first: dict[tuple[str, str], re.Match[str]] = {}
    for word in _WORD.finditer(index.text):
        if _FOREIGN.isdisjoint(word[0]):
            for kind in _kinds(word[0]):
                counts[kind] = counts.get(kind, 0) + 1
                first.setdefault(kind, word)
    for (letter, said), word in first.items():
        message = (
            f"the text has {named(letter)} {said}: {counts[letter, said]}, first in "
            f"{quoted(word[0])} at offset {word.start()}"
        )
        yield Hit(message, "/text", word.start(), word.end(), mark=f"{letter} {said}")


def _kinds(word: str) -> Iterator[tuple[str, str]]:
    """The Persian letters of a word, with the Arabic one each stands for."""
    bare = _MARKS.sub("", word)
    for at, letter in enumerate(bare):
        if letter not in _LETTERS:
            continue
        if letter != "ی" or at < len(bare) - 1:
            yield letter, f"for {named(_LETTERS[letter])}"
        elif _HEAD.sub("", bare) in _MAKSURA:
            yield letter, "for U+0649 ARABIC LETTER ALEF MAKSURA at the end of a word"
        else:
            yield letter, "at the end of a word, for yeh or alef maksura"
