"""Adjudicating in a terminal: question by question, saved as they are answered."""

from collections.abc import Callable
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from khabar.adjudication import (
    NEITHER,
    OTHER,
    Decision,
    Merged,
    Outcome,
    Question,
    decide,
    decision_on,
    reasons,
)
from khabar.adjudication.showing import Showing
from khabar.adjudication.values import Writing
from khabar.problem import KhabarError
from khabar.text import isolated

_AROUND = 200
Ask = Callable[[str], str]
"""Shows a prompt and gives back the line that was typed.

Raises:
    EOFError: if there is no more.
"""


class Sitting(NamedTuple):
    """What is needed to ask about one article.

    Attributes:
        merged: the passes.
        by: who answers.
        ask: reads a line.
        console: shows.
        save: keeps all decisions made so far; called after each.
    """

    merged: Merged
    by: str
    ask: Ask
    console: Console
    save: Callable[[tuple[Decision, ...]], object]

    def run(self, decisions: tuple[Decision, ...]) -> tuple[tuple[Decision, ...], bool]:
        """Ask everything that is open.

        Returns:
            All decisions, and whether to go on with the next article.

        Raises:
            KhabarError: if decisions cannot be saved.
        """
        skipped: set[str] = set()
        while open_ := _open(decide(self.merged, decisions), skipped):
            asked = open_[0]
            self._show(asked, len(open_))
            try:
                choice = self._choice(asked)
                if choice == "q":
                    return decisions, False
                if choice == "s":
                    skipped.add(asked.about)
                    continue
                made = self._made(asked, choice)
            except EOFError:
                return decisions, False
            rest = tuple(one for one in decisions if one.about != made.about)
            decisions = (*rest, made)
            self.save(decisions)
        return decisions, True

    def _show(self, asked: Question, left: int) -> None:
        showing = Showing(self.merged)
        self.console.print()
        self._line(f"{self.merged.id} {asked.about}", "bold", f"  {left} open")
        if context := showing.context(asked.place, _AROUND):
            self._line(isolated(context))
        for number, who in enumerate(self.merged.annotators, 1):
            if who in asked.versions:
                self._line(f"{number} {who}: ", "cyan", isolated(showing.version(asked, who)))

    def _line(self, words: str, style: str = "", rest: str = "") -> None:
        text = Text(words, style)
        text.append(rest, "default")
        self.console.print(text)

    def _choice(self, asked: Question) -> str:
        """An annotator, other or neither; or s to skip, q to quit."""
        names = self.merged.annotators
        known = {str(number): who for number, who in enumerate(names, 1) if who in asked.versions}
        keys = "/".join([*known, "o", "n", "s", "q"])
        known |= {"o": OTHER, "n": NEITHER, "s": "s", "q": "q"}
        while True:
            said = self.ask(f"{keys} (o other, n neither, s skip, q quit): ").strip()
            if said in known:
                return known[said]
            self._line(f"one of {keys}", "red")

    def _made(self, asked: Question, choice: str) -> Decision:
        while True:
            value = self._value(asked) if choice == OTHER else None
            made = decision_on(
                asked, choice, reason=self._reason(), by=self.by, value=value, note=self._note()
            )
            wrong = [one for one in decide(self.merged, [made]).faults if one.about == asked.about]
            if not wrong:
                return made
            self._line(wrong[0].message, "red")
            choice = self._choice_again(asked)

    def _choice_again(self, asked: Question) -> str:
        while (choice := self._choice(asked)) in ("s", "q"):
            self._line("this one is to be answered first", "red")
        return choice

    def _value(self, asked: Question) -> object:
        writing = Writing(self.merged.text, frozenset(one.id for one in self.merged.all()))
        while True:
            said = self.ask("value: ")
            try:
                return writing.value(asked.layer, asked.field, said, asked.place)
            except KhabarError as error:
                self._line(error.message, "red")

    def _reason(self) -> str:
        known = {str(number): one for number, one in enumerate(reasons(), 1)}
        told = ", ".join(f"{number} {one}" for number, one in known.items())
        while True:
            said = self.ask(f"reason ({told}): ").strip()
            if said in known or said in known.values():
                return known.get(said, said)
            self._line("a reason is wanted, by number or name", "red")

    def _note(self) -> str | None:
        return self.ask("note (empty for none): ").strip() or None


def _open(outcome: Outcome, skipped: set[str]) -> list[Question]:
    return [one for one in outcome.open if one.about not in skipped]
