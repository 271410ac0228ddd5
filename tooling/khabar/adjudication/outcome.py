"""From passes and decisions to the article that they give, and what is open still."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from msgspec import structs

from khabar.adjudication.decisions import NEITHER, OTHER, Decision, Fault
from khabar.adjudication.fields import (
    FIELDS,
    PRESENCE,
    TYPES,
    Field,
    annotation,
    default,
    field,
    named,
    sense,
    typed,
)
from khabar.adjudication.gold import Draft, assembled
from khabar.adjudication.merging import Item, Merged
from khabar.adjudication.objections import objection
from khabar.adjudication.questions import Question, subjects
from khabar.adjudication.topics import ORDER, TOPICS, in_dispute, ordered
from khabar.model import Annotation, Article, Entity, Origin
from khabar.problem import KhabarError
from khabar.store import canonical

_OPEN = object()
"""The value of a field that nobody has decided yet."""


@dataclass(frozen=True)
class Outcome:
    """What passes and decisions give.

    Attributes:
        article: the article; with something open, what is settled so far.
        questions: everything in which the passes differ.
        open: what of that is still to be decided. What hangs on something that is not in the
            article is not.
        faults: decisions that cannot be, and what in the article refers to nothing.
    """

    article: Article
    questions: tuple[Question, ...]
    open: tuple[Question, ...]
    faults: tuple[Fault, ...]

    @property
    def done(self) -> bool:
        """Whether nothing is open and nothing wrong."""
        return not self.open and not self.faults


def decide(
    merged: Merged,
    decisions: Iterable[Decision] = (),
    *,
    frame: Article | None = None,
    origin: Origin | None = None,
) -> Outcome:
    """The outcome of decisions on passes; the same for the same, whatever was decided before.

    Args:
        merged: the passes.
        decisions: what was decided. One on what no pass says any more is a fault, and so is one
            between other versions than those of the passes.
        frame: gives title, publication, keywords and extra; the first pass, if not given.
        origin: who adjudicated.
    """
    return _Deciding(merged, decisions).outcome(frame, origin)


class _Deciding:
    def __init__(self, merged: Merged, decisions: Iterable[Decision]) -> None:
        self._merged = merged
        self._subjects = subjects(merged)
        self._about = {(one.id, one.field): one.about for one in self._subjects.values()}
        self._faults: list[Fault] = []
        self._open: list[Question] = []
        self._decided = {one.about: one for one in decisions if self._holds(one)}

    def outcome(self, frame: Article | None, origin: Origin | None) -> Outcome:
        items = [self._item(one) for one in self._merged.all()]
        drafts = [one for one in items if one is not None] + list(self._added())
        topics = self._topics()
        built = assembled(drafts, self._gone())
        open_ = tuple(self._still_open(drafts))
        article = structs.replace(
            frame or self._plain_frame(),
            text=self._merged.text,
            topics=tuple(topics),
            status="annotated" if open_ else "adjudicated",
            origin=origin,
            **built.lists,
        )
        article = canonical(article)
        return Outcome(
            article=article,
            questions=tuple(one for one in self._subjects.values() if one.differs),
            open=open_,
            faults=(*self._faults, *built.faults(article)),
        )

    def _gone(self) -> dict[str, str]:
        """What was dropped, and the keys by which."""
        dropped = (one.id for one in self._merged.all() if self._present(one) is False)
        return {name: self._about[name, PRESENCE] for name in dropped}

    def _plain_frame(self) -> Article:
        first = next(iter(self._merged.passes.values()))
        extra = {key: value for key, value in (first.extra or {}).items() if key != "label-studio"}
        return structs.replace(first, extra=extra or None)

    def _holds(self, one: Decision) -> bool:
        """Whether a decision is about the passes as they are; a fault is noted if not."""
        wrong = objection(one, self._subjects.get(one.about))
        if wrong:
            self._faults.append(Fault(one.about, wrong))
        return not wrong

    def _present(self, item: Item) -> bool | None:
        """Whether an item is in the article; None where that is open. Entities follow."""
        if item.layer == "entities":
            return True
        made = self._decided.get(self._about[item.id, PRESENCE])
        if made is None:
            return True if len(item.versions) == len(self._merged.annotators) else None
        return made.decision == OTHER or made.decision in item.versions

    def _item(self, item: Item) -> Draft | None:
        present = self._present(item)
        if present is False:
            return None
        if present is None:
            self._open.append(self._subjects[self._about[item.id, PRESENCE]])
        values = {one.name: self._value(item, one) for one in FIELDS[item.layer]}
        left = [name for name, value in values.items() if value is _OPEN]
        self._open += [self._subjects[self._about[item.id, name]] for name in left]
        lacks = any(field(item.layer, name).required for name in left)
        if present is None or lacks:
            return Draft(None, item.id, self._names(item))
        base = self._base(item)
        made = TYPES[item.layer](
            id=item.id,
            origin=base.origin,
            extra=base.extra,
            **{name: value for name, value in values.items() if value is not _OPEN},
        )
        return Draft(made, item.id, self._names(item))

    def _names(self, item: Item) -> dict[str, str]:
        return {one: self._about.get((item.id, one), "") for one in _field_names(item.layer)}

    def _value(self, item: Item, one: Field) -> Any:  # noqa: ANN401
        made = self._decided.get(self._about[item.id, one.name])
        if made is not None:
            if made.decision == OTHER:
                return typed(item.layer, one.name, made.value)
            if made.decision == NEITHER:
                return default(item.layer, one.name)
            return getattr(item.versions[made.decision], one.name)
        there = self._decided.get(self._about.get((item.id, PRESENCE), ""))
        if there is not None and there.decision == OTHER and one.name in there.value:
            return typed(item.layer, one.name, there.value[one.name])
        values = [getattr(version, one.name) for version in item.versions.values()]
        same = len({sense(one.kind, value) for value in values}) == 1
        return values[0] if same else _OPEN

    def _base(self, item: Item) -> Annotation:
        """The version most of whose fields were taken; origin and extra come from it."""
        made = [
            self._decided[about].decision
            for name in _field_names(item.layer)
            if (about := self._about.get((item.id, name))) in self._decided
        ]
        who = max(item.versions, key=made.count)
        return item.versions[who]

    def _added(self) -> Iterator[Draft]:
        taken = {one.id for one in self._merged.all()}
        for one in self._decided.values():
            if not one.adds or one.layer == TOPICS:
                continue
            name = one.about.split("/", 2)[2]
            if name in taken:
                self._faults.append(Fault(one.about, f"the id {name} is taken"))
                continue
            try:
                made = annotation(one.layer, name, one.value)
            except KhabarError as error:
                self._faults.append(Fault(one.about, error.message))
                continue
            yield Draft(made, name, dict.fromkeys(_field_names(one.layer), one.about))

    def _topics(self) -> list[str]:
        orders = {who: article.topics for who, article in self._merged.passes.items()}
        present = []
        for code in dict.fromkeys(code for codes in orders.values() for code in codes):
            about = f"{TOPICS}/{code}/{PRESENCE}"
            made, asked = self._decided.get(about), self._subjects[about]
            if made is None and asked.differs:
                self._open.append(asked)
            elif made is None or (made.decision != NEITHER and asked.versions[made.decision]):
                present.append(code)
        added = [one.about.split("/")[2] for one in self._decided.values() if _adds_topic(one)]
        made = self._decided.get(f"{TOPICS}/{ORDER}")
        if made is not None and made.decision == OTHER:
            wanted = [code for code in made.value if code in (*present, *added)]
            return wanted + [code for code in (*present, *added) if code not in wanted]
        if made is None and in_dispute(orders, present):
            self._open.append(self._subjects[f"{TOPICS}/{ORDER}"])
        who = self._merged.annotators[0] if made is None else made.decision
        return [code for code in ordered(orders, who) if code in present] + added

    def _still_open(self, drafts: Iterable[Draft]) -> Iterator[Question]:
        """What is open, without what is asked of entities that nothing will refer to."""
        open_ = {one.about: one for one in self._open}
        if any(one.layer != "entities" for one in self._open):
            wanted = self._named_by_any()
        else:
            wanted = self._named_in(drafts)
        for about, one in self._subjects.items():
            if about in open_ and (one.layer != "entities" or one.id in wanted):
                yield one

    def _named_in(self, drafts: Iterable[Draft]) -> frozenset[str]:
        """The entities that will be in the article, whatever they will be called."""
        made = [one.made for one in drafts if one.made is not None]
        waiting = [name for one in made if not isinstance(one, Entity) for _, name in named(one)]
        members = {one.id: one.members or () for one in made if isinstance(one, Entity)}
        found: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += members.get(name, ())
                waiting += self._members_in_question(name)
        return frozenset(found)

    def _members_in_question(self, entity: str) -> list[str]:
        versions = [
            one.versions for one in self._open if (one.id, one.field) == (entity, "members")
        ]
        return [name for some in versions for value in some.values() for name in value or ()]

    def _named_by_any(self) -> frozenset[str]:
        """What some version refers to of what is, or may yet be, in the article."""
        found: set[str] = set()
        for item in self._merged.all():
            if self._present(item) is not False:
                for version in item.versions.values():
                    found |= {name for _, name in named(version)}
        return frozenset(found)


def _field_names(layer: str) -> tuple[str, ...]:
    return PRESENCE, *(one.name for one in FIELDS[layer])


def _adds_topic(one: Decision) -> bool:
    return one.adds and one.layer == TOPICS
