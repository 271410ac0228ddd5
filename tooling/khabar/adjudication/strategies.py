"""What may be settled without a person, and is recorded as such."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from khabar.adjudication.decisions import Decision
from khabar.adjudication.fields import PRESENCE, field, sense, typed
from khabar.adjudication.merging import Merged
from khabar.adjudication.outcome import Outcome, decide
from khabar.adjudication.questions import Question
from khabar.adjudication.topics import TOPICS
from khabar.problem import KhabarError

Strategy = Callable[[Question], str | None]
"""Which annotator is followed in a question; None leaves it open."""

REASON = "strategy"


def strategy(name: str, annotators: Iterable[str]) -> Strategy:
    """A strategy by its name: ``agree``, ``majority`` or ``order:NAME,NAME``.

    Raises:
        KhabarError: if there is no such strategy, or it names somebody who has no pass.
    """
    if name == "agree":
        return _leave
    if name == "majority":
        return _majority
    if not name.startswith("order:"):
        raise KhabarError(f"no strategy {name!r}; there are agree, majority, order:NAME,NAME")
    order = [one.strip() for one in name.removeprefix("order:").split(",") if one.strip()]
    known = set(annotators)
    for one in order:
        if one not in known:
            raise KhabarError(f"{name}: nobody is called {one}; there are {', '.join(known)}")
    return lambda question: next((one for one in order if one in question.versions), None)


def _leave(question: Question) -> None:  # noqa: ARG001
    return None


def _majority(question: Question) -> str | None:
    """Who says what more than half say; of three or more."""
    said = {who: _sense(question, value) for who, value in question.versions.items()}
    if len(said) < 3:
        return None
    value, count = Counter(said.values()).most_common(1)[0]
    return next(who for who in said if said[who] == value) if 2 * count > len(said) else None


def _sense(question: Question, value: Any) -> Any:  # noqa: ANN401
    if question.field == PRESENCE:
        return value is not None
    if question.layer == TOPICS:
        return tuple(value)
    return sense(
        field(question.layer, question.field).kind, typed(question.layer, question.field, value)
    )


def settle(
    merged: Merged, decisions: Iterable[Decision], name: str
) -> tuple[tuple[Decision, ...], Outcome]:
    """Let a strategy decide what is open, as far as it can.

    Returns:
        All decisions, those of the strategy among them, and their outcome.

    Raises:
        KhabarError: if there is no such strategy.
    """
    return settle_by(merged, decisions, strategy(name, merged.annotators), name)


def settle_by(
    merged: Merged, decisions: Iterable[Decision], choose: Strategy, name: str
) -> tuple[tuple[Decision, ...], Outcome]:
    """As `settle`, by any strategy; `name` stands in its decisions."""
    made = list(decisions)
    while True:
        outcome = decide(merged, made)
        known = {one.about for one in made}
        more = [
            decision_on(one, who, reason=REASON, by=name)
            for one in outcome.open
            if one.about not in known and (who := choose(one)) is not None
        ]
        if not more:
            return tuple(made), outcome
        made += more


def decision_on(question: Question, choice: str, *, reason: str, by: str, **more: Any) -> Decision:  # noqa: ANN401
    """The record of a choice in a question."""
    return Decision(
        about=question.about,
        layer=question.layer,
        field=question.field,
        place=question.place,
        versions=question.versions,
        decision=choice,
        reason=reason,
        by=by,
        **more,
    )
