"""KH506: stances-at-odds.

One holder has two stances with different labels towards one target, asserted by the same voice.

Why: one of the two labels is mostly a slip, and a count by pair takes whichever comes last. Where
the text does show a change of mind, the evidence of both should be given and the finding noted.

Bad:
    e1 -> e2 favor, e1 -> e2 against

Good:
    e1 -> e2 against, e3 -> e2 favor

Fix: correct the label, or the target: a project and its delay are two targets.

See: corpus/guidelines/05-stance.md
"""

from collections.abc import Iterator

from khabar.model import Stance
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule


@rule("KH506", severity="warning")
def stances_at_odds(index: Index) -> Iterator[Hit]:
    first: dict[object, Stance] = {}
    for at, stance in enumerate(index.article.stances):
        pair = (stance.holder, stance.target, stance.asserted_by)
        earlier = first.setdefault(pair, stance)
        if earlier.label != stance.label:
            message = (
                f"{stance.id} is {stance.label}, {earlier.id} of the same holder towards the same "
                f"target is {earlier.label}"
            )
            yield Hit(message, f"/stances/{at}/label", mark=earlier.id)
