"""KH510: evidence-of-opposites.

One quote is evidence of two stances of one holder towards one target, one in favor and one against.

Why: the same words do not show both. Where the article does show a change of mind, each stance has
its own words.

Bad:
    s1: e1 -> e2 favor, ["q1"]    s2: e1 -> e2 against, ["q1"]

Good:
    s1: e1 -> e2 favor, ["q1"]    s2: e1 -> e2 against, ["q4"]

Fix: take the quote from the stance that it does not show, or correct the label.

See: corpus/guidelines/05-stance.md
"""

from collections.abc import Iterator

from khabar.model import Stance
from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule

_OPPOSITES = {"favor": "against", "against": "favor"}


@rule("KH510", severity="warning")
def evidence_of_opposites(index: Index) -> Iterator[Hit]:
    shown: dict[object, Stance] = {}
    for at, stance in enumerate(index.article.stances):
        for number, name in enumerate(stance.quotes or ()):
            pair = (stance.holder, stance.target, name)
            shown.setdefault((*pair, stance.label), stance)
            other = shown.get((*pair, _OPPOSITES.get(stance.label)))
            if other is not None:
                message = (
                    f"{name} is evidence of {stance.id} ({stance.label}) and of {other.id} "
                    f"({other.label}), of {stance.holder} towards the same target"
                )
                yield Hit(message, f"/stances/{at}/quotes/{number}", mark=f"{name} {other.id}")
