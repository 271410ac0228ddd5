"""Characters: offsets and their units, matching keys, edges, and verdicts on spans."""

from khabar.text.edges import PROCLITICS, is_proclitic, proclitic, splits_grapheme, word_around
from khabar.text.folding import fold, fold_with_offsets
from khabar.text.isolates import isolated
from khabar.text.units import Utf16Offsets
from khabar.text.verdicts import (
    SENTENCES,
    Claim,
    Judgement,
    Verdict,
    equal_as_shown,
    equal_words,
    judge,
)

__all__ = [
    "PROCLITICS",
    "SENTENCES",
    "Claim",
    "Judgement",
    "Utf16Offsets",
    "Verdict",
    "equal_as_shown",
    "equal_words",
    "fold",
    "fold_with_offsets",
    "is_proclitic",
    "isolated",
    "judge",
    "proclitic",
    "splits_grapheme",
    "word_around",
]
