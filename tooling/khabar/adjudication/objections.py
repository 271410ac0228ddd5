"""Why a decision cannot be one on the passes as they are."""

from khabar.adjudication.decisions import NEITHER, OTHER, Decision
from khabar.adjudication.fields import PRESENCE, checked, field
from khabar.adjudication.questions import Question
from khabar.adjudication.topics import ORDER, TOPICS
from khabar.problem import KhabarError


def objection(one: Decision, asked: Question | None) -> str:
    """Why a decision cannot be; empty if it can.

    Args:
        one: the decision.
        asked: what it is about, as the passes have it now; None if they have no such thing.
    """
    if one.adds:
        return "" if one.decision == OTHER else f"what is added has the decision {OTHER}"
    if asked is None:
        return "nothing in the passes is called this"
    if asked.changed_since(one.versions):
        return "the passes say something else now than when this was decided"
    if one.decision in (OTHER, NEITHER):
        return _wrong_value(asked, one)
    if one.decision not in asked.versions:
        return f"{one.decision} says nothing about it"
    return ""


def _wrong_value(asked: Question, one: Decision) -> str:
    """Why a decision for neither, or for something else, cannot be; empty if it can."""
    try:
        if one.decision == NEITHER:
            return _wrong_neither(asked)
        if asked.layer == TOPICS:
            listed = asked.field == ORDER and isinstance(one.value, list)
            return (
                "" if listed else f"of topics only the {ORDER} can be {OTHER}, as a list of codes"
            )
        if asked.field != PRESENCE:
            checked(asked.layer, asked.field, one.value)
        elif isinstance(one.value, dict):
            for name, value in one.value.items():
                checked(asked.layer, name, value)
        else:
            return f"{OTHER} of {PRESENCE} takes an object of fields that are to be other"
    except KhabarError as error:
        return error.message
    return ""


def _wrong_neither(asked: Question) -> str:
    if asked.field == ORDER:
        return f"{NEITHER} is no order of topics"
    if asked.field != PRESENCE and field(asked.layer, asked.field).required:
        return f"{asked.field} cannot be left out; drop the annotation by its {PRESENCE}"
    return ""
