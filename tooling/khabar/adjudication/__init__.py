"""From independent passes to gold: what annotators differ in, what was decided, and why.

Gold is a function of passes and decisions. Who decided what, and for which reason, is kept beside
the corpus; nothing is settled in silence.
"""

from khabar.adjudication.decisions import (
    NEITHER,
    OTHER,
    Decision,
    Decisions,
    Fault,
    digest,
    load_decisions,
    read_decisions,
    write_decisions,
)
from khabar.adjudication.merging import Merged, merge
from khabar.adjudication.outcome import Outcome, decide
from khabar.adjudication.questions import Question, questions, subjects
from khabar.adjudication.sheets import reasons
from khabar.adjudication.strategies import decision_on, settle

__all__ = [
    "NEITHER",
    "OTHER",
    "Decision",
    "Decisions",
    "Fault",
    "Merged",
    "Outcome",
    "Question",
    "decide",
    "decision_on",
    "digest",
    "load_decisions",
    "merge",
    "questions",
    "read_decisions",
    "reasons",
    "settle",
    "subjects",
    "write_decisions",
]
