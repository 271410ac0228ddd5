"""KH515: stance-missing.

In an annotated article somebody denies, accuses, rejects, condemns, supports, welcomes, demands or
calls for something, and no stance is shown by that quote.

Asked are quotes with a speaker that are asserted, and verbs for which the decision tables leave no
choice. A quote is shown too by the stance of the earlier one that it renders again.

Why: such a quote says a stance outright. Where it has none, it was forgotten, and whoever counts
sides counts one too few.

Bad:
    [نفت] الشركة [أن تكون الشبكة مهملة]    no stance

Good:
    [نفت] الشركة [أن تكون الشبكة مهملة]    against the claim «الشبكة مهملة», explicit

Fix: add the stance; where the verb has another sense, the finding may be noted as known.

See: corpus/guidelines/05-stance.md S1 S5 S6 S8 S9
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from khabar.rules._index import Index
from khabar.rules._rule import Hit, rule
from khabar.rules._words import extent, shown
from khabar.text import fold

_VERB = re.compile(
    "[يت]?(?:رفض|ندد|دين|رحب|كذب|فند|طالب|عارض|ؤيد|تهم)(?:ت|وا|ون|ان|ا|تا)?|"
    "(?:اتهم|ادان|ايد|رافض|مندد|مدين|مرحب|مكذب|مفند|مطالب|معارض|مؤيد|متهم)(?:ت|وا|ا|تا|ة|ين)?|"
    "نفي|نفت|نفوا|نفيا|[يت]نفي|ينفون|نافي(?:ا|ة|ن)|"
    "دعا|دعت|دعوا|دعتا|[يت]دعو|يدعون|داعي(?:ا|ة|ن)"
)
_WORD = re.compile(r"\w+")


@rule("KH515", severity="info")
def stance_missing(index: Index) -> Iterator[Hit]:
    if not index.finished:
        return
    evidence = {name for one in index.article.stances for name in one.quotes or ()}
    for at, quote in enumerate(index.article.quotes):
        if quote.cue is None or quote.speaker is None or quote.polarity != "asserted":
            continue
        if {quote.id, quote.same_as}.isdisjoint(evidence) and _takes_sides(
            " ".join([one.text for one in quote.cue])
        ):
            message = f"the cue {shown(quote.cue)} of {quote.id} takes sides, and no stance says so"
            yield Hit(message, f"/quotes/{at}/cue", *extent(quote.cue))


@lru_cache(1 << 12)
def _takes_sides(cue: str) -> bool:
    return any(map(_VERB.fullmatch, _WORD.findall(fold(cue))))
