"""Characters: offsets and their units, matching keys, edges, and verdicts on spans."""

from khabar.text.abjad import abjad
from khabar.text.edges import PROCLITICS, is_proclitic, proclitic, splits_grapheme, word_around
from khabar.text.folding import fold, fold_with_offsets
from khabar.text.isolates import isolated
from khabar.text.tokens import Bounds, cut, words
from khabar.text.units import Utf16Offsets
from khabar.text.verdicts import (
    SENTENCES,
    Cause,
    Claim,
    Explanation,
    Judgement,
    Verdict,
    equal_as_shown,
    equal_words,
    explanations,
    judge,
)

__all__ = [
    "PROCLITICS",
    "SENTENCES",
    "Bounds",
    "Cause",
    "Claim",
    "Explanation",
    "Judgement",
    "Utf16Offsets",
    "Verdict",
    "abjad",
    "cut",
    "equal_as_shown",
    "equal_words",
    "explanations",
    "fold",
    "fold_with_offsets",
    "is_proclitic",
    "isolated",
    "judge",
    "proclitic",
    "splits_grapheme",
    "word_around",
    "words",
]
