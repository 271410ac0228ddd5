"""KH508: evidence-of-another.

A stance is shown by a quote of somebody who is not its holder, and nobody is said to assert it.

A group and its members speak for each other; quotes without a speaker are left alone.

Why: what one says of another's views is a claim. Who claims it belongs into `asserted_by`, or the
claim is counted as the holder's own word.

Bad:
    {"holder": "e2", "quotes": ["q1"], ...} where e1 speaks in q1

Good:
    {"holder": "e2", "quotes": ["q1"], "asserted_by": "e1", ...}

Fix: name the speaker in `asserted_by`, or correct the holder or the evidence.

See: corpus/guidelines/05-stance.md S10 S11 S14
"""

from collections.abc import Iterator

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule


@rule("KH508", severity="warning")
def evidence_of_another(index: Index) -> Iterator[Hit]:
    for at, stance in enumerate(index.article.stances):
        if stance.asserted_by is not None:
            continue
        for number, name in enumerate(stance.quotes or ()):
            quote = index.quotes.get(name)
            if quote is None or quote.speaker is None or _one(index, stance.holder, quote.speaker):
                continue
            message = (
                f"{quote.speaker} speaks in {name}, {stance.holder} holds {stance.id}, and "
                f"`asserted_by` is not given"
            )
            first = quote.content[0].start
            pointer = f"/stances/{at}/quotes/{number}"
            yield Hit(message, pointer, first, quote.content[-1].end, mark=name)


def _one(index: Index, holder: str, speaker: str) -> bool:
    """Whether two are the same, or one of them is a group with the other in it."""
    if holder == speaker:
        return True
    for group, member in ((holder, speaker), (speaker, holder)):
        entity = index.entities.get(group)
        if entity and member in (entity.members or ()):
            return True
    return False
