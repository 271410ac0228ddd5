"""How far annotators agree: figures with intervals for every layer, and every disagreement.

Undefined is undefined: a figure of nothing, or of one label only, is None, never 1 and never NaN.
"""

from khabar.agreement.agree import MEASURES, RESAMPLES, Agreement, Figure, agree
from khabar.agreement.disagreements import Disagreement
from khabar.agreement.passes import Missing, Passes, only, read_passes
from khabar.agreement.pinned import NAME, Pinned, pin, pinned, read_pinned, recomputed

__all__ = [
    "MEASURES",
    "NAME",
    "RESAMPLES",
    "Agreement",
    "Disagreement",
    "Figure",
    "Missing",
    "Passes",
    "Pinned",
    "agree",
    "only",
    "pin",
    "pinned",
    "read_passes",
    "read_pinned",
    "recomputed",
]
