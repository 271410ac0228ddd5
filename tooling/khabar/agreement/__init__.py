"""How far annotators agree: figures with intervals for every layer, and every disagreement.

Undefined is undefined: a figure of nothing, or of one label only, is None, never 1 and never NaN.
"""

from khabar.agreement.agree import MEASURES, RESAMPLES, Agreement, Figure, agree
from khabar.agreement.disagreements import Disagreement
from khabar.agreement.passes import Missing, Passes, read_passes

__all__ = [
    "MEASURES",
    "RESAMPLES",
    "Agreement",
    "Disagreement",
    "Figure",
    "Missing",
    "Passes",
    "agree",
    "read_passes",
]
