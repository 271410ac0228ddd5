"""KH416: verb-unlike-speaker.

The form of the cue says another gender or number than the speaker has: a feminine verb with a man,
a masculine one right before a woman's name, a plural with one person.

Asked are persons and organizations with `gender` and `number`. A singular verb before a plural
subject is as it should be, so is a masculine one with words between it and a feminine subject, and
the feminine one of a plural.

Why: in Arabic the verb decides who is meant where the subject is dropped. A disagreement mostly
means that the quote was given to the wrong one of two.

Bad:
    [قالت] ...    speaker: نادر القصبي (masculine)

Good:
    [قالت] ...    speaker: سلمى الحداد (feminine)

Fix: correct the speaker, or the gender and number of the entity.

See: corpus/guidelines/03-quotes.md Q14
"""

from collections.abc import Iterator

from khabar.model import Entity, Quote
from khabar.rules._cues import Form, form
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import quoted


@rule("KH416", severity="info")
def verb_unlike_speaker(index: Index) -> Iterator[Hit]:
    for at, quote in enumerate(index.article.quotes):
        entity = index.entities.get(quote.speaker or "")
        if entity is None or quote.cue is None or entity.type not in ("PER", "ORG"):
            continue
        for part, span in enumerate(quote.cue):
            found = form(span.text)
            said = found[1] if found else None
            wrong = _against(said, entity, quote) if said else ""
            if wrong:
                message = (
                    f"{quoted(span.text)} is {wrong}, the speaker {entity.id} "
                    f"{quoted(entity.name)} is {_told(entity)}"
                )
                yield Hit(message, f"/quotes/{at}/cue/{part}", span.start, span.end)


def _against(said: Form, entity: Entity, quote: Quote) -> str:
    """What the verb says that the speaker is not, "" if they agree or nothing is known."""
    if entity.number not in (None, "singular"):
        return ""
    if said.number in ("plural", "dual") and entity.number == "singular":
        return said.number
    if said.gender == "feminine" and entity.gender == "masculine":
        return "feminine"
    if said.gender == "masculine" and entity.gender == "feminine" and _beside(quote):
        return "masculine"
    return ""


def _beside(quote: Quote) -> bool:
    """Whether nothing stands between the verb and its subject, or there is no subject."""
    if quote.source is None or quote.cue is None:
        return True
    return quote.source[0].start <= quote.cue[0].end + 1


def _told(entity: Entity) -> str:
    return " ".join(one for one in (entity.gender, entity.number) if one)
