"""KH316: stem-letter-cut.

A letter before a mention looks like a proclitic, but belongs to the word: the word without it is
shown nowhere else, and the whole word is in the entity's name or another mention.

Why: letters of the stem are never cut: وزارة، بغداد، لبنان، كوريا، فرنسا begin with و، ب، ل، ك، ف.

Bad:
    زار الوفد ب[غداد]    entity "بغداد"

Good:
    زار الوفد [بغداد]    entity "بغداد"

Fix: begin the span at the head of the word.

See: corpus/guidelines/02-proclitics.md P4
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._names import key, said
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted
from khabar.text import PROCLITICS, is_proclitic, proclitic


@rule("KH316", severity="info")
def stem_letter_cut(index: Index) -> Iterator[Hit]:
    text = index.text
    for name, mentions in index.mentions.items():
        for at, mention in mentions:
            first = mention.spans[0]
            if text[first.start - 1 : first.start] in PROCLITICS:
                letters = proclitic(text, first.start)
                if is_proclitic(letters) and _cut(index, name, at, letters[-1]):
                    message = (
                        f"{mention.id} is {quoted(said(mention))}, but the letter "
                        f"{quoted(letters[-1])} before it belongs to the word"
                    )
                    yield Hit(message, f"/mentions/{at}/spans/0", first.start, first.end)


def _cut(index: Index, name: str, at: int, letter: str) -> bool:
    """Whether the whole word is known, at the entity or elsewhere, and the cut one is not."""
    here = key(index.article.mentions[at].spans[0].text).split()
    if not here:
        return False
    cut, whole = here[0], key(letter) + here[0]
    texts = [index.keys[number] for number, _ in index.mentions[name] if number != at]
    if name in index.entities:
        texts.append(key(index.entities[name].name))
    known = {word for words in texts for word in words.split()}
    return whole in known and cut not in known
