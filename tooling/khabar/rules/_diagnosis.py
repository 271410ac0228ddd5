"""What the rules on spans say of a cause: the verdict of `khabar.text.judge` in words."""

from khabar.problem import Fix
from khabar.rules._corpus import once
from khabar.rules._edits import Edits, span
from khabar.rules._index import Index
from khabar.text import SENTENCES

_KEEPS_WORDS = ("utf16", "utf8", "crlf", "escaped", "inclusive-end", "shifted")


def diagnosis(index: Index, number: int) -> str:
    """Why a span does not select its words, and where they stand, in a sentence."""
    verdict = index.judgement.verdicts[number]
    if verdict.cause == "exact":
        return "but for blanks at the edges they agree"
    said = SENTENCES[verdict.cause]
    if verdict.cause == "shifted":
        said = f"{said} by {verdict.shift:+d}"
    if verdict.cause in _KEEPS_WORDS:
        said = f"{said}: the words stand at {verdict.start}:{verdict.end}"
    return said


def repair(index: Index, number: int) -> Fix | None:
    """The repair of a span, where one cause explains all spans of the article."""
    if not index.judgement.agreed:
        return None
    verdict = index.judgement.verdicts[number]
    if verdict.cause in _KEEPS_WORDS:
        return Fix(safe=True, description=f"move the span to {verdict.start}:{verdict.end}")
    if verdict.cause == "lost":
        return None
    return Fix(safe=True, description="give the span the words that its offsets select")


def moves(index: Index) -> Edits | None:
    """The edits that mend all spans of the article at once, where one cause explains them.

    A span may select its words by chance: under the cause it moves with the others.
    """
    return once(index, "moves", lambda: _moves(index)) if index.judgement.agreed else None


def _moves(index: Index) -> Edits:
    verdicts = index.judgement.verdicts
    wrong = set(index.misfits)
    edits: Edits = ()
    for number, verdict in enumerate(verdicts):
        if number in wrong or verdict.cause in _KEEPS_WORDS:
            edits += span(index.pointers[number], verdict.start, verdict.end, index.text)
    return edits
