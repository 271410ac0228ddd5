"""KH416: verb-unlike-speaker.

The form of the cue says another gender or number than the speaker has: a feminine verb with a man,
a masculine one right before a woman's name, a plural with one person, قالتا with two men.

Asked are persons and organizations with `gender` and `number`. A singular verb before a plural
subject is as it should be, so is a masculine one with words between it and a feminine subject, the
feminine one of a plural, and the masculine plural of an organization, which is its people. A study
or bulletin in the cue is what the verb agrees with, also in the speaker's next quote that has no
source.

Why: in Arabic the verb decides who is meant where the subject is dropped. A disagreement mostly
means that the quote was given to the wrong one of two.

Bad:
    [قالت] ...    speaker: نادر القصبي (masculine)

Good:
    [قالت] ...    speaker: سلمى الحداد (feminine)

Fix: correct the speaker, or the gender and number of the entity.

See: corpus/guidelines/03-quotes.md Q14 Q34
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from khabar.model import Entity, Quote
from khabar.rules._cue_forms import Form
from khabar.rules._cues import form
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted
from khabar.text import fold

_WORD = re.compile(r"\w+")
_DOCUMENT = re.compile(
    "(?:ال)?(?:دراسة|تقرير|بيان|نشرة|بحث|مسح|استطلاع|رسالة|وثيقة|مذكرة|عريضة|لائحة|خطة|خريطة|"
    "توصية|توصيات|ارشادات|تعليمات|قائمة|قوائم|احصاءات|احصائيات|ارقام|بيانات|نتائج|تقديرات|قرار|"
    "قانون|عقد|اتفاقية|كتاب|صحيفة|وثائق|تقارير|دراسات|سجلات|حيثيات|حكم|تغريدة|منشور|لافتة|افتتاحية)"
)
"""What an organization speaks by, folded: the subject of its verb within the cue."""


@rule("KH416", severity="info")
def verb_unlike_speaker(index: Index) -> Iterator[Hit]:
    by_document: set[str] = set()
    for at, quote in enumerate(index.article.quotes):
        entity = index.entities.get(quote.speaker or "")
        if entity is None or quote.cue is None or entity.type not in ("PER", "ORG"):
            continue
        if any(_has_document(span.text) for span in quote.cue):
            by_document.add(entity.id)
        elif quote.source is not None:
            by_document.discard(entity.id)
        if entity.id in by_document:
            continue
        for part, span in enumerate(quote.cue):
            said = _subject(span.text)
            wrong = _against(said, entity, quote) if said else ""
            if wrong:
                message = (
                    f"{quoted(span.text)} is {wrong}, the speaker {entity.id} "
                    f"{quoted(entity.name)} is {_told(entity)}"
                )
                yield Hit(message, f"/quotes/{at}/cue/{part}", span.start, span.end)


@lru_cache(1 << 12)
def _has_document(words: str) -> bool:
    """Whether a document begins the words, or stands right behind a word of saying."""
    found: list[str] = _WORD.findall(fold(words))
    return any(
        _DOCUMENT.fullmatch(word) and (not at or form(found[at - 1]))
        for at, word in enumerate(found)
    )


@lru_cache(1 << 12)
def _subject(words: str) -> Form | None:
    """What the first word of saying says of its subject."""
    known = next(filter(None, map(form, words.split())), None)
    return known.subject if known else None


def _against(said: Form, entity: Entity, quote: Quote) -> str:
    """What the verb says that the speaker is not, "" if they agree or nothing is known."""
    many = said.number in ("plural", "dual")
    if entity.type == "ORG" and said == ("masculine", "plural"):
        return ""
    if entity.number not in (None, "singular"):
        return said.gender or "" if many and _other(said.gender, entity.gender) else ""
    if many and entity.number == "singular":
        return said.number or ""
    if said.gender == "feminine" and entity.gender == "masculine":
        return "feminine"
    if said.gender == "masculine" and entity.gender == "feminine" and _beside(quote):
        return "masculine"
    return ""


def _other(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _beside(quote: Quote) -> bool:
    """Whether nothing stands between the verb and its subject, or there is no subject."""
    if quote.source is None or quote.cue is None:
        return True
    return quote.source[0].start <= quote.cue[0].end + 1


def _told(entity: Entity) -> str:
    return " ".join(one for one in (entity.gender, entity.number) if one)
